using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace MetricPlugins.Host.Scripting;

/// <summary>Tokens of an F# text, from the compiler's lexer.</summary>
internal static class Tokens
{
    /// <summary>Line and column, from 1, of the first token of a kind, outside comments and strings.</summary>
    public static (int Line, int Column)? Find(string text, string kind)
    {
        var tokenizer = new FSharpSourceTokenizer(FSharpList<string>.Empty, FSharpOption<string>.None, FSharpOption<string>.None);
        var state = FSharpTokenizerLexState.Initial;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = tokenizer.CreateLineTokenizer(lines[i]);
            while (true)
            {
                (var token, state) = line.ScanToken(state);
                if (token is null)
                    break;
                if (token.Value.TokenName == kind)
                    return (i + 1, token.Value.LeftColumn + 1);
            }
        }

        return null;
    }
}

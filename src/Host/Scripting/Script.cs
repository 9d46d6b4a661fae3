using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using MetricPlugins.Core;
using Microsoft.FSharp.Core;

namespace MetricPlugins.Host.Scripting;

/// <summary>An F# script that declares studies.</summary>
internal sealed partial class Script
{
    private Script(string path, string text) => (FullPath, Text) = (path, text);

    public string FullPath { get; }

    public string Folder => Path.GetDirectoryName(FullPath)!;

    public string Text { get; }

    /// <exception cref="InvalidInputException">The file does not exist or is not a script.</exception>
    public static Script Read(string path)
    {
        if (!string.Equals(Path.GetExtension(path), ".fsx", StringComparison.OrdinalIgnoreCase))
            throw new InvalidInputException($"A study is an F# script, NAME.fsx; got {path}.");
        try
        {
            return new Script(Path.GetFullPath(path), File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The script cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Evaluates the script in a new session. Only one script at a time: it uses the process's console and its
    /// <see cref="StudyHost"/>.</summary>
    /// <param name="warn">Called with each warning of the compiler.</param>
    /// <exception cref="ScriptException">The script does not compile, or throws.</exception>
    public void Evaluate(Action<string> warn)
    {
        if (Tokens.Find(Text, "SEMICOLON_SEMICOLON") is var (line, column))
            throw new ScriptException($"{Shown(FullPath)}:{line}:{column}: error: ;; ends an interactive input; the rest of the script would be ignored. Remove it.");

        string[] arguments =
        [
            "metric", "--nologo", "--noninteractive", "--gui-", "--quiet", "--debug+", "--optimize-",
            "--warnaserror+:3221", "--warnaserror+:20", $"-r:{typeof(Study).Assembly.Location}",
        ];

        // The session's own output, an echo of every value, is discarded; the script still prints to the console.
        using var opened = (IDisposable)Shell.FsiEvaluationSession.Create(
            Shell.FsiEvaluationSession.GetDefaultConfiguration(), arguments, TextReader.Null, TextWriter.Null, TextWriter.Null, FSharpOption<bool>.None, null);
        var session = (Shell.FsiEvaluationSession)opened;

        // The base folder of the script's #load and #r.
        session.EvalInteraction($"#cd @\"{Folder.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", FSharpOption<CancellationToken>.None);
        var (result, diagnostics) = session.EvalInteractionNonThrowing(ForSession(), FullPath, FSharpOption<CancellationToken>.None);

        var told = diagnostics.Where(d => d.StartLine <= LineCount || d.FileName != FullPath).ToList();
        foreach (var warning in told.Where(d => d.Severity.IsWarning))
            warn(Describe(warning));
        if (diagnostics.Any(d => d.Severity.IsError))
        {
            // An error after the last line results from the text that ForSession adds, unless it is the only error.
            var errors = told.Exists(d => d.Severity.IsError) ? told : [.. diagnostics];
            throw new ScriptException(string.Join(Environment.NewLine, errors.Where(d => d.Severity.IsError).Select(Describe).Distinct()));
        }

        if (result is FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice2Of2 { Item: var thrown })
        {
            if (thrown is EnvironmentException)
                ExceptionDispatchInfo.Throw(thrown);
            throw new ScriptException(Describe(thrown), thrown);
        }
    }

    private int LineCount => Text.TrimEnd().Count(c => c == '\n') + 1;

    /// <summary>The text without its <c>#r</c> of Core, whose path is meant for editors and dotnet fsi; the host
    /// references its own Core. Ends in a unit, since an interaction makes a value of its last expression.</summary>
    private string ForSession() => CoreReference().Replace(Text, "") + "\n()\n";

    private static string Describe(FSharpDiagnostic diagnostic) =>
        $"{Shown(diagnostic.FileName)}:{diagnostic.StartLine}:{diagnostic.StartColumn + 1}: {(diagnostic.Severity.IsError ? "error" : "warning")} {diagnostic.ErrorNumberText}: {diagnostic.Message}";

    /// <summary>The message with the script's line that threw it.</summary>
    private string Describe(Exception thrown)
    {
        while (thrown is AggregateException or TargetInvocationException or TypeInitializationException && thrown.InnerException is { } inner)
            thrown = inner;
        var place = ScriptFrame().Match(thrown.StackTrace ?? "") is { Success: true } frame
            ? $"{Shown(frame.Groups["file"].Value)}:{frame.Groups["line"].Value}: "
            : $"{Shown(FullPath)}: ";
        return thrown is InvalidInputException
            ? $"{place}{thrown.Message}"
            : $"{place}{thrown.GetType().Name}: {thrown.Message}";
    }

    /// <summary>The relative path if it is shorter.</summary>
    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.Length < path.Length ? relative : path;

    [GeneratedRegex("""(?m)^[ \t]*#r\s+@?"{1,3}[^"\r\n]*MetricPlugins\.Core\.dll"{1,3}[ \t]*""")]
    private static partial Regex CoreReference();

    [GeneratedRegex(@" in (?<file>.+\.fsx):line (?<line>\d+)")]
    private static partial Regex ScriptFrame();
}

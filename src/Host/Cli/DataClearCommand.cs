using System.CommandLine;
using System.CommandLine.Completions;
using MetricPlugins.Host.Features;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric data clear</c>: deletes stored features; the next run that needs them recomputes them.</summary>
internal static class DataClearCommand
{
    private static readonly Argument<string[]> Keys = new("KEY") { Description = "Keys of stored features, as metric data list shows them.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> All = new("--all") { Description = "Delete all stored features." };

    public static Command Create()
    {
        Keys.CompletionSources.Add(_ => FeatureCache.Default.List().Select(s => new CompletionItem(s.Key)));
        var command = new Command("clear", "Delete stored features of frozen backbones.") { Keys, All };
        command.SetAction(result => Clear(result.GetValue(Keys) ?? [], result.GetValue(All)));
        return command;
    }

    private static int Clear(string[] keys, bool all)
    {
        if (all == keys.Length > 0)
            throw new InvalidInputException("metric data clear takes either keys or --all; metric data list shows the keys.");
        var stored = FeatureCache.Default.List();
        if (keys.Where(key => stored.All(s => s.Key != key)).ToList() is [_, ..] unknown)
            throw new InvalidInputException($"No stored features have the key {string.Join(", ", unknown)} in {FeatureCache.Default.Root}; metric data list shows the keys.");

        long bytes = 0;
        var cleared = stored.Where(s => all || keys.Contains(s.Key)).ToList();
        foreach (var (key, _, size) in cleared)
        {
            FeatureCache.Default.Clear(key);
            bytes += size;
        }

        Console.WriteLine($"{cleared.Count} cleared, {ByteSize.Of(bytes)}");
        return ExitCode.Done;
    }
}

using System.CommandLine;
using System.CommandLine.Completions;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    private const string Stop = "stop", Skip = "skip";

    public static Option<string[]> Plugins { get; } = new("--plugins")
    {
        Description = "A folder to search for plugin DLLs, to any depth; may be repeated. Also METRIC_PLUGINS.",
        HelpName = "DIR",
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON for machines instead of tables." };

    public static Option<string> Device { get; } = new("--device")
    {
        Description = "cpu, cuda or cuda:n. A device that is not there is an error, never replaced by another.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Threads libtorch computes with [default: one a core]. Results repeat bit by bit at the same number.",
        HelpName = "N",
    };

    public static Option<string> Out { get; } = new("--out") { Description = "Folder of all results.", HelpName = "DIR", DefaultValueFactory = _ => "runs" };

    public static Option<string> OnBadImage { get; } = MakeOnBadImage();

    /// <summary>What becomes of broken images.</summary>
    public static BadImages ReadBadImages(ParseResult result) => result.GetValue(OnBadImage) == Skip ? BadImages.Skip : BadImages.Stop;

    /// <summary>The number of threads a user asked for; null when none.</summary>
    /// <exception cref="InvalidInputException">It is below 1.</exception>
    public static int? ReadThreads(ParseResult result) =>
        result.GetValue(Threads) is < 1 and var threads ? throw new InvalidInputException($"--threads is at least 1; got {threads}.") : result.GetValue(Threads);

    /// <summary>What a shell may complete a plugin's name to.</summary>
    /// <param name="kind">Of this kind; of any by default.</param>
    public static IEnumerable<CompletionItem> PluginNames(PluginKind? kind = null) =>
        PluginCatalog.Load([]).Plugins.Where(p => kind is null || p.Kind == kind).Select(p => new CompletionItem(p.Name, detail: p.Summary));

    private static Option<string> MakeOnBadImage()
    {
        var option = new Option<string>("--on-bad-image")
        {
            Description = "stop at a broken image file, or skip: leave it out, tell it and count it.",
            HelpName = "stop|skip",
            DefaultValueFactory = _ => Stop,
        };
        return option.AcceptOnlyFromAmong(Stop, Skip);
    }
}

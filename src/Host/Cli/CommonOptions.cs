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
        Description = "Folder to search recursively for plugin DLLs, in addition to METRIC_PLUGINS. May be repeated.",
        HelpName = "DIR",
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON instead of tables." };

    public static Option<string> Device { get; } = new("--device")
    {
        Description = "cpu, cuda or cuda:n. An unavailable device is an error; there is no fallback.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Number of libtorch threads [default: one per core]. Results are bit-identical for the same number.",
        HelpName = "N",
    };

    public static Option<string> Out { get; } = new("--out") { Description = "Folder for all results.", HelpName = "DIR", DefaultValueFactory = _ => "runs" };

    public static Option<string> OnBadImage { get; } = MakeOnBadImage();

    /// <summary>How to treat broken images.</summary>
    public static BadImages ReadBadImages(ParseResult result) => result.GetValue(OnBadImage) == Skip ? BadImages.Skip : BadImages.Stop;

    /// <summary>The requested number of threads; null if not given.</summary>
    /// <exception cref="InvalidInputException">The number is below 1.</exception>
    public static int? ReadThreads(ParseResult result) =>
        result.GetValue(Threads) is < 1 and var threads ? throw new InvalidInputException($"--threads is at least 1; got {threads}.") : result.GetValue(Threads);

    /// <summary>Shell completions for a plugin's name.</summary>
    /// <param name="kind">The plugin kind; null for all kinds.</param>
    public static IEnumerable<CompletionItem> PluginNames(PluginKind? kind = null) =>
        PluginCatalog.Load([]).Plugins.Where(p => kind is null || p.Kind == kind).Select(p => new CompletionItem(p.Name, detail: p.Summary));

    private static Option<string> MakeOnBadImage()
    {
        var option = new Option<string>("--on-bad-image")
        {
            Description = "stop: a broken image file is an error. skip: leave it out, report and count it.",
            HelpName = "stop|skip",
            DefaultValueFactory = _ => Stop,
        };
        return option.AcceptOnlyFromAmong(Stop, Skip);
    }
}

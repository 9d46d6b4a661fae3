using System.CommandLine;

namespace MetricPlugins.Host.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
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
}

using System.ComponentModel.DataAnnotations;

namespace MetricPlugins.Host.Plugins;

/// <summary>What the host adds to the options of every <see cref="PairLoss"/>.</summary>
/// <param name="Memory">Samples of earlier batches, as they were embedded then, that a batch is compared with besides itself; 0: none.</param>
internal sealed record PairLossOptions([Range(0, 100_000)] int Memory = 0)
{
    /// <summary>Each of them, as a plugin's own.</summary>
    public static IReadOnlyList<PluginOption> All { get; } = Read();

    private static PluginOption[] Read()
    {
        var documentation = new Lazy<PluginDocumentation>(() => PluginDocumentation.Beside(typeof(PairLossOptions).Assembly.Location));
        return [.. typeof(PairLossOptions).GetConstructors().Single().GetParameters().Select(p => new PluginOption(p, documentation))];
    }
}

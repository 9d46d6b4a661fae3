using MetricPlugins.Host.Conformance.Workers;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Conformance;

/// <summary>Tries plugins by the rules of their kind, in processes of their own.</summary>
/// <param name="arguments">Of the worker's command.</param>
/// <param name="limit">How long a rule may take.</param>
internal sealed class PluginCheck(IReadOnlyList<string> arguments, TimeSpan limit) : IDisposable
{
    private readonly CheckProcess worker = new(arguments, null, limit);
    private readonly CheckProcess measuring = new(arguments, PeakMemory.Environment, limit);

    /// <summary>Tries one plugin under each setting. One that ends its process, or hangs, is tried no further.</summary>
    /// <param name="plugin">Which.</param>
    /// <param name="given">Options that are not varied.</param>
    /// <param name="cancellation">Stops it at once.</param>
    public PluginReport Run(PluginInfo plugin, IReadOnlyList<KeyValuePair<string, string>> given, CancellationToken cancellation)
    {
        var rules = Rules.Of(plugin.Kind);
        var settings = Settings.Of(plugin, given);
        var findings = rules.ToDictionary(rule => rule, _ => new List<SettingFinding>());
        string? down = null;
        foreach (var setting in settings)
        {
            var reason = down;
            foreach (var rule in rules)
            {
                Finding finding;
                try
                {
                    finding = reason is null ? Try(plugin, setting, rule, cancellation) : Finding.Skipped(reason);
                }
                catch (PluginDownException e) when (rule.MayEndProcess)
                {
                    finding = Finding.Skipped($"it cannot be tried: {e.Message}");
                }
                catch (PluginDownException e)
                {
                    finding = Finding.Failed(rule.Demand, e.Message);
                    reason = down = $"not tried: {rule.Name} brought the plugin down";
                }

                findings[rule].Add(new SettingFinding(Settings.Tell(plugin, setting), finding));
                if (rule.IsBasic && finding.Kind != FindingKind.Passed)
                    reason ??= finding.Kind == FindingKind.Skipped ? finding.Tried : $"not tried: {rule.Name} failed";
            }
        }

        return new PluginReport(plugin, [.. settings.Select(setting => Settings.Tell(plugin, setting))], [.. rules.Select(rule => new RuleReport(rule, findings[rule]))]);
    }

    public void Dispose()
    {
        worker.Dispose();
        measuring.Dispose();
    }

    private Finding Try(PluginInfo plugin, IReadOnlyList<KeyValuePair<string, string>> setting, Rule rule, CancellationToken cancellation) =>
        (rule.MeasuresMemory ? measuring : worker).Try(new CheckRequest(plugin.Title, setting, rule.Name), cancellation);
}

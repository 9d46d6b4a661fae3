using System.Reflection;
using MetricPlugins.Conformance.Plugins;

namespace MetricPlugins.Conformance;

/// <summary>Checks a plugin by the rules of the contract, those of docs/plugin-checks.md, under each choice of its options.</summary>
/// <example>In a test of the plugin: <c>PluginCheck.Of(typeof(Circle)).ThrowIfFailed();</c></example>
public static class PluginCheck
{
    /// <summary>Tries the rules in this process, on the CPU. Rules that measure the process, or may end it, are skipped: they are for
    /// <c>metric plugins check</c>.</summary>
    /// <remarks>It seeds libtorch's default generator and watches who draws from it: run no other code that does at the same
    /// time.</remarks>
    /// <param name="plugin">A class with the attribute <see cref="PluginAttribute"/>.</param>
    /// <param name="options">Options that are not varied, written as on the command line: <c>margin=0.5,mining=all</c>.</param>
    /// <param name="dataFolder">The folder of a dataset's files, or its one file; null for a plugin that needs none.</param>
    /// <exception cref="InvalidInputException">The class is no usable plugin, or an option is unknown or not valid.</exception>
    public static PluginReport Of(Type plugin, string options = "", string? dataFolder = null)
    {
        var attribute = plugin.GetCustomAttribute<PluginAttribute>()
            ?? throw new InvalidInputException($"A plugin has the attribute [Plugin]; {plugin.FullName} has none.");
        var info = PluginInfo.Of(plugin, attribute, plugin.Assembly.Location);
        var settings = Settings.Of(info, options.Length == 0 ? [] : PluginText.ParseOptions(options));
        return Run(info.Kind, info.Name, settings, (setting, rule) => rule.NeedsOwnProcess
            ? Finding.Skipped("needs a process of its own: metric plugins check")
            : rule.Check(Subject.Of(info, setting, torch.CPU, dataFolder)));
    }

    /// <summary>Tries each rule under each setting. A plugin that ends its process, or hangs, is tried no further.</summary>
    /// <param name="kind">The plugin's kind.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="settings">The settings to try, of <see cref="Settings.Of"/>.</param>
    /// <param name="check">Tries one rule under one setting; throws <see cref="PluginDownException"/> where the plugin does not survive
    /// it.</param>
    internal static PluginReport Run(PluginKind kind, string name, IReadOnlyList<string> settings, Func<string, Rule, Finding> check)
    {
        var rules = Rule.Of(kind);
        var findings = rules.ToDictionary(rule => rule, _ => new List<Finding>());
        string? down = null;
        foreach (var setting in settings)
        {
            var reason = down;
            foreach (var rule in rules)
            {
                Finding finding;
                try
                {
                    finding = reason is null ? check(setting, rule) : Finding.Skipped(reason);
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

                findings[rule].Add(finding with { Setting = setting });
                if (rule.IsBasic && finding.Outcome != Outcome.Passed)
                    reason ??= finding.Outcome == Outcome.Skipped ? finding.Tried : $"not tried: {rule.Name} failed";
            }
        }

        return new PluginReport(kind, name, settings, [.. rules.Select(rule => new RuleReport(rule.Name, rule.Demand, findings[rule]))]);
    }
}

using System.Reflection;
using MetricPlugins.Conformance.Plugins;

namespace MetricPlugins.Conformance;

/// <summary>Checks a plugin against the rules of the contract (docs/plugin-checks.md) under each choice of its options.</summary>
/// <example>In a test of the plugin: <c>PluginCheck.Of(typeof(Circle)).ThrowIfFailed();</c></example>
public static class PluginCheck
{
    /// <summary>Tries the rules in this process, on the CPU. Rules that measure the process or may end it are skipped; use
    /// <c>metric plugins check</c> for them.</summary>
    /// <remarks>The check seeds libtorch's default generator and detects draws from it: do not run other code that uses it at the same
    /// time.</remarks>
    /// <param name="plugin">A class with the attribute <see cref="PluginAttribute"/>.</param>
    /// <param name="options">Options that are not varied, written as on the command line: <c>margin=0.5,mining=all</c>.</param>
    /// <param name="dataFolder">The folder of a dataset's files, or its single file; null for a plugin that needs none.</param>
    /// <exception cref="InvalidInputException">The class is not a usable plugin, or an option is unknown or invalid.</exception>
    public static PluginReport Of(Type plugin, string options = "", string? dataFolder = null)
    {
        var attribute = plugin.GetCustomAttribute<PluginAttribute>()
            ?? throw new InvalidInputException($"A plugin needs the attribute [Plugin]; {plugin.FullName} has none.");
        var info = PluginInfo.Of(plugin, attribute, plugin.Assembly.Location);
        var settings = Settings.Of(info, options.Length == 0 ? [] : PluginText.ParseOptions(options));
        return Run(info.Kind, info.Name, settings, (setting, rule) => rule.NeedsOwnProcess
            ? Finding.Skipped("needs a separate process: metric plugins check")
            : rule.Check(Subject.Of(info, setting, torch.CPU, dataFolder)));
    }

    /// <summary>Tries each rule under each setting. A plugin that ends its process or hangs is not tried further.</summary>
    /// <param name="kind">The plugin's kind.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="settings">The settings to try, from <see cref="Settings.Of"/>.</param>
    /// <param name="check">Tries one rule under one setting; throws <see cref="PluginDownException"/> if the plugin crashes or
    /// hangs.</param>
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
                    reason = down = $"not tried: the plugin crashed or hung in {rule.Name}";
                }

                findings[rule].Add(finding with { Setting = setting });
                if (rule.IsBasic && finding.Outcome != Outcome.Passed)
                    reason ??= finding.Outcome == Outcome.Skipped ? finding.Tried : $"not tried: {rule.Name} failed";
            }
        }

        return new PluginReport(kind, name, settings, [.. rules.Select(rule => new RuleReport(rule.Name, rule.Demand, findings[rule]))]);
    }
}

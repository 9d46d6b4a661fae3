using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Conformance;

/// <summary>The choices of options that a plugin is checked under.</summary>
internal static class Settings
{
    private const int Most = 64;

    /// <summary>Every combination of the options that choose among a few values, the others at their defaults; where these are too many,
    /// each such option by itself.</summary>
    /// <param name="plugin">Whose options.</param>
    /// <param name="given">What the user chose, and is not varied.</param>
    public static IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Of(PluginInfo plugin, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var varied = plugin.Options.Where(o => o.Choices is not null && given.All(g => g.Key != o.Name)).ToList();
        return varied.Aggregate(1L, (count, option) => Math.Min(long.MaxValue / 64, count * option.Choices!.Count)) <= Most
            ? varied.Aggregate(
                (IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>>)[given],
                (settings, option) => [.. settings.SelectMany(setting => option.Choices!.Select(choice => With(setting, option, choice)))])
            : [given, .. varied.SelectMany(option => option.Choices!.Where(choice => choice != PluginOption.Format(option.Default)).Select(choice => With(given, option, choice)))];
    }

    /// <summary><c>mining=all,average=active</c>: what is not at its default; <c>defaults</c> where all is.</summary>
    public static string Tell(PluginInfo plugin, IReadOnlyList<KeyValuePair<string, string>> setting)
    {
        var changed = setting.Where(s => plugin.Options.Any(o => o.Name == s.Key && PluginOption.Format(o.Default) != s.Value)).ToList();
        return changed.Count == 0 ? "defaults" : string.Join(',', changed.Select(s => $"{s.Key}={s.Value}"));
    }

    private static IReadOnlyList<KeyValuePair<string, string>> With(IReadOnlyList<KeyValuePair<string, string>> setting, PluginOption option, string choice) =>
        [.. setting, KeyValuePair.Create(option.Name, choice)];
}

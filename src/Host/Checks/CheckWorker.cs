using MetricPlugins.Conformance;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Checks;

/// <summary>The worker's side: loads the DLL, reports its content, then answers each request on its input with a finding until the input
/// ends.</summary>
internal sealed class CheckWorker(torch.Device device, string? dataFolder, TextReader requests, TextWriter answers)
{
    /// <param name="file">The DLL.</param>
    /// <param name="only">A single plugin with fixed options; null for every plugin.</param>
    public void Run(string file, string? only)
    {
        PluginCatalog catalog;
        try
        {
            catalog = PluginCatalog.LoadFile(file);
            Answer(new CheckPlan(Choose(catalog, only), catalog.Faults));
        }
        catch (InvalidInputException e)
        {
            Answer(new CheckPlan([], [], e.Message));
            return;
        }

        while (requests.ReadLine() is { } line)
        {
            if (CheckMessage.TryRead<CheckRequest>(line) is { } request)
                Answer(Find(catalog, request));
        }
    }

    private static IReadOnlyList<CheckedPlugin> Choose(PluginCatalog catalog, string? only)
    {
        var (name, options) = only is null ? (null, []) : PluginText.Parse(only);
        var plugins = catalog.Plugins.Where(p => name is null || p.Name == name).ToList();
        return plugins.Count > 0
            ? [.. plugins.Select(plugin => new CheckedPlugin(plugin.Kind, plugin.Name, Settings.Of(plugin, options)))]
            : throw new InvalidInputException(
                $"No plugin named \"{name}\" in this DLL.{NearestName.Question(name!, catalog.Plugins.Select(p => p.Name))} "
                + $"It contains: {string.Join(", ", catalog.Plugins.Select(p => p.Name))}.");
    }

    private Finding Find(PluginCatalog catalog, CheckRequest request)
    {
        var plugin = catalog.Plugins.Single(p => p.Kind == request.Kind && p.Name == request.Plugin);
        return Rule.Of(plugin.Kind).Single(r => r.Name == request.Rule).Check(Subject.Of(plugin, request.Setting, device, dataFolder));
    }

    /// <summary>Writes the answer on a separate line, after any output of native libraries.</summary>
    private void Answer<T>(T message)
    {
        answers.Write($"\n{CheckMessage.Write(message)}\n");
        answers.Flush();
    }
}

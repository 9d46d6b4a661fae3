using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Conformance.Workers;

/// <summary>The worker's side: answers each request on its input with a finding, until the input ends.</summary>
internal sealed class CheckWorker(PluginCatalog catalog, torch.Device device, string? dataFolder, TextReader requests, TextWriter answers)
{
    /// <summary>Its first line.</summary>
    public const string Ready = "ready";

    public void Run()
    {
        answers.WriteLine($"\n{Ready}");
        answers.Flush();
        while (requests.ReadLine() is { } line)
        {
            if (CheckMessage.TryRead<CheckRequest>(line) is { } request)
            {
                // On a line of its own, whatever a native library printed before.
                answers.Write($"\n{CheckMessage.Write(Find(request))}\n");
                answers.Flush();
            }
        }
    }

    private Finding Find(CheckRequest request)
    {
        var plugin = catalog.Plugins.Single(p => p.Title == request.Plugin);
        var use = new PluginUse(plugin, PluginOptions.Bind(plugin, request.Options));
        var rule = Rules.Of(plugin.Kind).Single(r => r.Name == request.Rule);
        return rule.Check(new Subject(use, device, dataFolder));
    }
}

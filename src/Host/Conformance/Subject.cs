using MetricPlugins.Host.Plugins;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance;

/// <summary>A plugin under one choice of its options.</summary>
/// <param name="Use">The plugin and the options.</param>
/// <param name="Device">Where batches live.</param>
/// <param name="DataFolder">The folder of a dataset's files; null when none was named.</param>
internal sealed record Subject(PluginUse Use, Device Device, string? DataFolder)
{
    public PluginInfo Plugin => Use.Plugin;

    /// <summary>A new one; what it throws comes through as it is.</summary>
    public object Construct(object context) => Plugin.Construct(context, Use.Options);
}

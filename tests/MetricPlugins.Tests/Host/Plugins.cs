using MetricPlugins.Conformance;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Tests.Host;

/// <summary>Plugins by their class, as the host uses those it found in a DLL.</summary>
internal static class Plugins
{
    /// <summary>A plugin with options written <c>name=value</c>.</summary>
    public static PluginUse Use<T>(params string[] options)
    {
        var plugin = PluginInfo.Of(typeof(T), (PluginAttribute)typeof(T).GetCustomAttributes(typeof(PluginAttribute), false).Single(), "test.dll");
        return new PluginUse(plugin, PluginOptions.Bind(plugin, [.. options.Select(o => o.Split('=')).Select(o => KeyValuePair.Create(o[0], o[1]))]));
    }

    /// <summary>A plugin as rules try it, on the CPU and without data.</summary>
    public static Subject Subject<T>(params string[] options)
    {
        var use = Use<T>(options);
        return new Subject(use.Plugin, use.Options, torch.CPU, null);
    }
}

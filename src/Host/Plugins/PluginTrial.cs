namespace MetricPlugins.Host.Plugins;

/// <summary>Makes one of each plugin and throws it away, to see whether it can be made.</summary>
internal static class PluginTrial
{
    private const int Classes = 10;
    private const int EmbeddingSize = 32;

    /// <summary>The plugins that cannot be made with default options. One that refuses its input is no fault: it has its reasons.
    /// The default generator is left as it was; libtorch must have loaded.</summary>
    public static IReadOnlyList<PluginFault> Faults(PluginCatalog catalog)
    {
        using var defaults = torch.Generator.Default;
        using var state = defaults.get_state();
        try
        {
            return [.. catalog.Plugins.Select(Fault).OfType<PluginFault>()];
        }
        finally
        {
            defaults.set_state(state);
        }
    }

    private static PluginFault? Fault(PluginInfo plugin)
    {
        using var generator = new torch.Generator(0, torch.CPU);
        Exception? thrown = null;
        foreach (var context in Contexts(plugin.Kind, generator))
        {
            try
            {
                using var scope = torch.NewDisposeScope();
                (plugin.Construct(context, PluginOptions.Bind(plugin, [])) as IDisposable)?.Dispose();
                return null;
            }
            catch (Exception e) when (e is InvalidInputException || (plugin.Kind == PluginKind.Model && e is ArgumentException))
            {
                // Refused in the plugin's own words, which are for the user who asks for such a thing; a model may be for inputs of
                // another shape.
            }
            catch (Exception e)
            {
                thrown = e;
            }
        }

        return thrown is null
            ? null
            : new PluginFault(plugin.File, $"{plugin.Title} {PluginFault.Throws(thrown, "its constructor")}", [plugin.Name]);
    }

    /// <summary>What such a plugin may meet: vectors, colour images and grey ones, where it takes samples.</summary>
    private static object[] Contexts(PluginKind kind, torch.Generator generator) => kind switch
    {
        PluginKind.Loss => [new LossContext(Classes, EmbeddingSize, torch.CPU, generator)],
        PluginKind.Dataset => [new DatasetContext(null)],
        _ => [.. new long[][] { [128], [3, 32, 32], [1, 28, 28] }.Select(shape => new ModelContext(shape, Classes))],
    };
}

namespace MetricPlugins.Host.Plugins;

/// <summary>Creates and disposes each plugin once, to see whether it can be created.</summary>
internal static class PluginTrial
{
    private const int Classes = 10;
    private const int EmbeddingSize = 32;

    /// <summary>The plugins that cannot be created with default options. A plugin that rejects its input is not at fault.
    /// Restores the state of the default generator; libtorch must be loaded.</summary>
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
                // The plugin rejects this input with its own message, which is meant for users; a model may need inputs of
                // a different shape.
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

    /// <summary>Typical contexts of a plugin: for models, vectors, colour images and grey images.</summary>
    private static object[] Contexts(PluginKind kind, torch.Generator generator) => kind switch
    {
        PluginKind.Loss => [new LossContext(Classes, EmbeddingSize, torch.CPU, generator)],
        PluginKind.Dataset => [new DatasetContext(null)],
        _ => [.. new long[][] { [128], [3, 32, 32], [1, 28, 28] }.Select(shape => new ModelContext(shape, Classes))],
    };
}

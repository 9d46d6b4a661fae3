namespace MetricPlugins.Host.Plugins;

/// <summary>A plugin with its options, as written on the command line: <c>triplet:margin=0.5,mining=all</c>.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Options">Its options.</param>
internal sealed record PluginUse(PluginInfo Plugin, PluginOptions Options)
{
    /// <summary>Finds the plugin and binds its options.</summary>
    /// <exception cref="InvalidInputException">There is no such plugin or option, or the text has another form.</exception>
    public static PluginUse Parse(PluginCatalog catalog, PluginKind kind, string text)
    {
        var (name, given) = PluginText.Parse(text);
        return Bind(catalog, kind, name, given);
    }

    /// <summary>Finds the plugin and binds its options, written as users write them.</summary>
    /// <exception cref="InvalidInputException">There is no such plugin or option, or a value is not valid.</exception>
    public static PluginUse Bind(PluginCatalog catalog, PluginKind kind, string name, IReadOnlyList<KeyValuePair<string, string>> options)
    {
        var plugin = catalog.Find(kind, name);
        return new PluginUse(plugin, PluginOptions.Bind(plugin, options));
    }

    public MetricLoss CreateLoss(LossContext context) => (MetricLoss)Plugin.Create(context, Options);

    public EmbeddingModel CreateModel(ModelContext context) => (EmbeddingModel)Plugin.Create(context, Options);

    public Dataset CreateDataset(DatasetContext context) => (Dataset)Plugin.Create(context, Options);
}

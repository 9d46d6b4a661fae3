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
        var (name, given) = Split(text);
        return Bind(catalog, kind, name, given);
    }

    /// <summary>The name, and the options as they are written.</summary>
    /// <exception cref="InvalidInputException">The text has another form.</exception>
    public static (string Name, IReadOnlyList<KeyValuePair<string, string>> Options) Split(string text)
    {
        var parts = text.Split(':', 2);
        var given = new List<KeyValuePair<string, string>>();
        foreach (var option in parts is [_, var list] ? list.Split(',') : [])
        {
            if (option.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new InvalidInputException($"Options are written name=value, separated by commas, as in {parts[0]}:name=value; got \"{option}\" in \"{text}\".");
            given.Add(KeyValuePair.Create(name.Trim(), value.Trim()));
        }

        return (parts[0], given);
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

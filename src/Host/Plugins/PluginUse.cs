using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetricPlugins.Host.Plugins;

/// <summary>A plugin with its options, as written on the command line: <c>triplet:margin=0.5,mining=all</c>.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Options">Its options.</param>
internal sealed record PluginUse(PluginInfo Plugin, PluginOptions Options)
{
    /// <summary>Finds the plugin and binds its options.</summary>
    /// <exception cref="InvalidInputException">The plugin or option does not exist, or the text is malformed.</exception>
    public static PluginUse Parse(PluginCatalog catalog, PluginKind kind, string text)
    {
        var (name, given) = PluginText.Parse(text);
        return Bind(catalog, kind, name, given);
    }

    /// <summary>Finds the plugin and binds its options, given as text.</summary>
    /// <exception cref="InvalidInputException">The plugin or option does not exist, or a value is invalid.</exception>
    public static PluginUse Bind(PluginCatalog catalog, PluginKind kind, string name, IReadOnlyList<KeyValuePair<string, string>> options)
    {
        var plugin = catalog.Find(kind, name);
        return new PluginUse(plugin, PluginOptions.Bind(plugin, options));
    }

    public MetricLoss CreateLoss(LossContext context) => (MetricLoss)Plugin.Create(context, Options);

    public EmbeddingModel CreateModel(ModelContext context) => (EmbeddingModel)Plugin.Create(context, Options);

    public Dataset CreateDataset(DatasetContext context) => (Dataset)Plugin.Create(context, Options);
}

/// <summary>A plugin's options as runs store them.</summary>
internal static class StoredOptions
{
    extension(PluginOptions options)
    {
        /// <summary>Options that differ from their defaults, as part of a folder's name: <c>margin-0.5_mining-all</c>; <c>default</c> if
        /// none do. Six digits of a hash replace characters that a folder name cannot have, and text beyond 100 characters.</summary>
        public string Variant
        {
            get
            {
                var readable = string.Join('_', options.Changed.Select(v => $"{v.Option.Name}-{PluginOption.Format(v.Value)}"));
                var name = new string([.. readable.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-').Take(100)]);
                return readable.Length == 0 ? "default" : name == readable ? name : $"{name}-{ContentHash.Of(options.ToJson())[..6]}";
            }
        }

        /// <summary>All options, as a JSON object of numbers, booleans and strings. Options that the host adds appear only if they
        /// differ from their defaults, so that a run without them has the same description and hash as before they existed.</summary>
        public JsonObject ToJson() => new(options.All
            .Where(v => !v.Option.IsHosts || !Equals(v.Value, v.Option.Default))
            .Select(v => KeyValuePair.Create(v.Option.Name, Node(v.Value))));
    }

    private static JsonNode? Node(object? value) => value switch
    {
        double d when !double.IsFinite(d) => JsonValue.Create(PluginOption.Format(d)),
        double or int or long or bool => JsonSerializer.SerializeToNode(value),
        _ => JsonValue.Create(PluginOption.Format(value)),
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetricPlugins.Host.Plugins;

/// <summary>The options of one use of a plugin, defaults filled in.</summary>
internal sealed class PluginOptions
{
    private readonly IReadOnlyList<(PluginOption Option, object? Value)> values;

    private PluginOptions(IReadOnlyList<(PluginOption, object?)> values) => this.values = values;

    /// <summary>Values of the plugin's own options, in the order of the record's constructor parameters.</summary>
    public object?[] Values => [.. values.Where(v => !v.Option.IsHosts).Select(v => v.Value)];

    /// <summary>Samples of earlier batches that a batch is compared with, too; 0 for what is no <see cref="PairLoss"/>.</summary>
    public int Memory => values.Where(v => v.Option.IsHosts).Select(v => (int)v.Value!).FirstOrDefault();

    /// <summary>Options that differ from their defaults: <c>margin-0.5_mining-all</c>; <c>default</c> when none does. Fit for a
    /// folder's name: what is not, or is too long, gives way to six digits of a hash.</summary>
    public string Variant
    {
        get
        {
            var readable = string.Join('_', Changed.Select(v => $"{v.Option.Name}-{PluginOption.Format(v.Value)}"));
            var name = new string([.. readable.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-').Take(100)]);
            return readable.Length == 0 ? "default" : name == readable ? name : $"{name}-{ContentHash.Of(ToJson())[..6]}";
        }
    }

    public bool AreDefault => !Changed.Any();

    private IEnumerable<(PluginOption Option, object? Value)> Changed => values.Where(v => !Equals(v.Value, v.Option.Default));

    /// <summary>Options by name, as users write them.</summary>
    /// <param name="plugin">Whose options.</param>
    /// <param name="given">What the user gave.</param>
    /// <exception cref="InvalidInputException">Any is unknown or not valid; each is named, with the valid ones.</exception>
    public static PluginOptions Bind(PluginInfo plugin, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var problems = new List<string>();
        foreach (var name in given.Select(g => g.Key).Where(name => plugin.Options.All(o => o.Name != name)).Distinct())
            problems.Add($"{Unknown(plugin, name)} {Valid(plugin)}");
        foreach (var name in given.GroupBy(g => g.Key).Where(g => g.Count() > 1).Select(g => g.Key))
            problems.Add($"{plugin.Title} takes {name} once; it was given more often.");

        var values = new List<(PluginOption, object?)>();
        foreach (var option in plugin.Options)
        {
            var text = given.Where(g => g.Key == option.Name).Select(g => g.Value).FirstOrDefault();
            try
            {
                values.Add((option, text is null ? option.Default : option.Parse(text)));
            }
            catch (FormatException e)
            {
                problems.Add($"{plugin.Title}: {e.Message}");
            }
        }

        return problems.Count == 0 ? new PluginOptions(values) : throw new InvalidInputException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>All options, as a JSON object of numbers, booleans and strings. Those that the host adds stand there only where they are
    /// set: a run without is described as it was before there were any.</summary>
    public JsonObject ToJson() => new(values.Where(v => !v.Option.IsHosts || !Equals(v.Value, v.Option.Default)).Select(v => KeyValuePair.Create(v.Option.Name, Node(v.Value))));

    private static JsonNode? Node(object? value) => value switch
    {
        double d when !double.IsFinite(d) => JsonValue.Create(PluginOption.Format(d)),
        double or int or long or bool => JsonSerializer.SerializeToNode(value),
        _ => JsonValue.Create(PluginOption.Format(value)),
    };

    private static string Unknown(PluginInfo plugin, string name) =>
        plugin.Kind == PluginKind.Loss && PairLossOptions.All.Any(o => o.Name == name)
            ? $"{plugin.Title} takes no {name}: that is for losses that compare samples with one another and say so (PairLoss in the contract)."
            : $"{plugin.Title} has no option \"{name}\".{NearestName.Question(name, plugin.Options.Select(o => o.Name))}";

    private static string Valid(PluginInfo plugin) =>
        plugin.Options.Count == 0 ? "It has none." : $"Its options: {string.Join(", ", plugin.Options)}.";
}

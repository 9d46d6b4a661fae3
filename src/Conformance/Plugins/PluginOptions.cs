using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace MetricPlugins.Conformance.Plugins;

/// <summary>One option of a plugin: a parameter of its options record's constructor.</summary>
internal sealed class PluginOption(ParameterInfo parameter, Lazy<PluginDocumentation> documentation)
{
    private readonly RangeAttribute? range = parameter.GetCustomAttribute<RangeAttribute>();

    public string Name { get; } = SnakeCase.Of(parameter.Name!);

    /// <summary>True for an option that the host adds and does not pass to the plugin.</summary>
    public bool IsHosts { get; } = parameter.Member.DeclaringType == typeof(PairLossOptions);

    public object? Default { get; } = parameter.HasDefaultValue ? DefaultOf(parameter) : null;

    /// <summary>From the plugin's documentation; may be empty.</summary>
    public string Description => documentation.Value.Parameter(parameter);

    private Type Type => parameter.ParameterType;

    /// <summary>The possible values; null if they cannot be listed.</summary>
    public IReadOnlyList<string>? Choices =>
        Type.IsEnum ? [.. Enum.GetNames(Type).Select(SnakeCase.Of)]
        : Type == typeof(bool) ? ["true", "false"]
        : null;

    /// <summary>The values it accepts, in words: <c>0.0 to 2.0</c>, <c>hard|semihard</c>, <c>a whole number</c>.</summary>
    public string Domain =>
        Choices is not null ? string.Join('|', Choices)
        : range is not null ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
        : Type == typeof(string) ? "any text"
        : Type == typeof(double) ? "a number"
        : "a whole number";

    /// <summary><c>margin=1 (0 to 2)</c></summary>
    public override string ToString() => $"{Name}={Format(Default)} ({Domain})";

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">The text is not a value of the option's type, or is out of range.</exception>
    public object Parse(string text)
    {
        var value = ParseType(text)
            ?? throw new FormatException($"{Name} is {Domain}; got \"{text}\".{NearestName.Question(text, Choices ?? [])}");

        // Written so that NaN is out of range.
        if (range is not null && !(Number(value) >= Number(range.Minimum) && Number(value) <= Number(range.Maximum)))
            throw new FormatException($"{Name} is {Domain}; got {text}.");
        return value;
    }

    public static string Format(object? value) => value switch
    {
        null => "",
        Enum e => SnakeCase.Of(e.ToString()),
        bool b => b ? "true" : "false",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public static bool IsSupported(Type type) =>
        type.IsEnum || type == typeof(double) || type == typeof(int) || type == typeof(long)
            || type == typeof(bool) || type == typeof(string);

    private object? ParseType(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (Type.IsEnum)
            return Enum.GetNames(Type).Where(name => SnakeCase.Of(name) == text).Select(name => Enum.Parse(Type, name)).FirstOrDefault();
        if (Type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, culture, out var d) && (double.IsFinite(d) || range is not null) ? d : null;
        if (Type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var i) ? i : null;
        if (Type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var l) ? l : null;
        if (Type == typeof(bool))
            return bool.TryParse(text, out var b) ? b : null;
        return text;
    }

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.ParameterType.IsEnum && parameter.DefaultValue is { } value
            ? Enum.ToObject(parameter.ParameterType, value) : parameter.DefaultValue;
}

/// <summary>The options of one use of a plugin, with defaults filled in.</summary>
internal sealed class PluginOptions
{
    private PluginOptions(IReadOnlyList<(PluginOption, object?)> all) => All = all;

    /// <summary>Every option with its value: the plugin's own, then those that the host adds.</summary>
    public IReadOnlyList<(PluginOption Option, object? Value)> All { get; }

    /// <summary>The options that differ from their defaults.</summary>
    public IEnumerable<(PluginOption Option, object? Value)> Changed => All.Where(v => !Equals(v.Value, v.Option.Default));

    /// <summary>Values of the plugin's own options, in the order of the record's constructor parameters.</summary>
    public object?[] Values => [.. All.Where(v => !v.Option.IsHosts).Select(v => v.Value)];

    /// <summary>Number of samples of earlier batches that a batch is also compared with; 0 unless the plugin is a <see cref="PairLoss"/>.</summary>
    public int Memory => All.Where(v => v.Option.IsHosts).Select(v => (int)v.Value!).FirstOrDefault();

    public bool AreDefault => !Changed.Any();

    /// <summary>Binds options by name, from their text form.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="given">The options that the user gave.</param>
    /// <exception cref="InvalidInputException">An option is unknown or invalid; the message names each and lists the valid ones.</exception>
    public static PluginOptions Bind(PluginInfo plugin, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var problems = new List<string>();
        foreach (var name in given.Select(g => g.Key).Where(name => plugin.Options.All(o => o.Name != name)).Distinct())
            problems.Add($"{Unknown(plugin, name)} {Valid(plugin)}");
        foreach (var name in given.GroupBy(g => g.Key).Where(g => g.Count() > 1).Select(g => g.Key))
            problems.Add($"{plugin.Title} takes {name} once; it was given several times.");

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

        return problems.Count == 0
            ? new PluginOptions(values) : throw new InvalidInputException(string.Join(Environment.NewLine, problems));
    }

    private static string Unknown(PluginInfo plugin, string name) =>
        plugin.Kind == PluginKind.Loss && PairLossOptions.All.Any(o => o.Name == name)
            ? $"{plugin.Title} takes no {name}: only losses that compare samples with one another "
                + "(PairLoss in the contract) do."
            : $"{plugin.Title} has no option \"{name}\".{NearestName.Question(name, plugin.Options.Select(o => o.Name))}";

    private static string Valid(PluginInfo plugin) =>
        plugin.Options.Count == 0 ? "It has no options." : $"Its options: {string.Join(", ", plugin.Options)}.";
}

/// <summary>Options that the host adds to every <see cref="PairLoss"/>.</summary>
/// <param name="Memory">Number of samples of earlier batches, with their embeddings of that time, that a batch is also compared with;
/// 0: none.</param>
internal sealed record PairLossOptions([Range(0, 100_000)] int Memory = 0)
{
    /// <summary>These options in the same form as a plugin's own.</summary>
    public static IReadOnlyList<PluginOption> All { get; } = Read();

    private static PluginOption[] Read()
    {
        var documentation = new Lazy<PluginDocumentation>(() => PluginDocumentation.Beside(typeof(PairLossOptions).Assembly.Location));
        return [.. typeof(PairLossOptions).GetConstructors().Single().GetParameters().Select(p => new PluginOption(p, documentation))];
    }
}

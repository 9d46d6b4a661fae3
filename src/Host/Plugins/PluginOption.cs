using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace MetricPlugins.Host.Plugins;

/// <summary>One option of a plugin: a parameter of its options record's constructor.</summary>
internal sealed class PluginOption(ParameterInfo parameter, Lazy<PluginDocumentation> documentation)
{
    private readonly RangeAttribute? range = parameter.GetCustomAttribute<RangeAttribute>();

    public string Name { get; } = SnakeCase.Of(parameter.Name!);

    /// <summary>Whether the host adds it, and the plugin knows nothing of it.</summary>
    public bool IsHosts { get; } = parameter.Member.DeclaringType == typeof(PairLossOptions);

    public object? Default { get; } = parameter.HasDefaultValue ? DefaultOf(parameter) : null;

    /// <summary>What the plugin's documentation says of it; may be empty.</summary>
    public string Description => documentation.Value.Parameter(parameter);

    private Type Type => parameter.ParameterType;

    /// <summary>The values there are; null where there are too many to tell.</summary>
    public IReadOnlyList<string>? Choices =>
        Type.IsEnum ? [.. Enum.GetNames(Type).Select(SnakeCase.Of)]
        : Type == typeof(bool) ? ["true", "false"]
        : null;

    /// <summary>What may be written for it: <c>0.0 to 2.0</c>, <c>hard|semihard</c>, <c>a whole number</c>.</summary>
    public string Domain =>
        Choices is not null ? string.Join('|', Choices)
        : range is not null ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
        : Type == typeof(string) ? "any text"
        : Type == typeof(double) ? "a number"
        : "a whole number";

    /// <summary><c>margin=1 (0 to 2)</c></summary>
    public override string ToString() => $"{Name}={Format(Default)} ({Domain})";

    /// <summary>The value written as <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">It is none, or out of range.</exception>
    public object Parse(string text)
    {
        var value = ParseType(text) ?? throw new FormatException($"{Name} is {Domain}; got \"{text}\".{NearestName.Question(text, Choices ?? [])}");

        // A comparison that is false for NaN, too.
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
        type.IsEnum || type == typeof(double) || type == typeof(int) || type == typeof(long) || type == typeof(bool) || type == typeof(string);

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
        parameter.ParameterType.IsEnum && parameter.DefaultValue is { } value ? Enum.ToObject(parameter.ParameterType, value) : parameter.DefaultValue;
}

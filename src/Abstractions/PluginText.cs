namespace MetricPlugins;

/// <summary>The text form of a plugin with options, as users write it: <c>triplet:margin=0.5,mining=all</c>.</summary>
/// <remarks>Values cannot contain commas, which separate options.</remarks>
internal static class PluginText
{
    /// <summary>The name and the options, as written.</summary>
    /// <exception cref="InvalidInputException">The text has another form.</exception>
    public static (string Name, IReadOnlyList<KeyValuePair<string, string>> Options) Parse(string text) =>
        text.Split(':', 2) is [var name, var options] ? (name, ParseOptions(options, name)) : (text, []);

    /// <summary>The options of <c>margin=0.5,mining=all</c>.</summary>
    /// <param name="text">The options.</param>
    /// <param name="name">The plugin's name, for the message.</param>
    /// <exception cref="InvalidInputException">The text has another form.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseOptions(string text, string name = "NAME") =>
        [.. text.Split(',').Select(option => option.Split('=', 2) is [{ Length: > 0 } key, var value]
            ? KeyValuePair.Create(key.Trim(), value.Trim())
            : throw new InvalidInputException(
                $"Options are written name=value, separated by commas, as in {name}:name=value; got \"{option}\" in \"{name}:{text}\"."))];

    /// <summary>The text that <see cref="Parse"/> reads; only the name if there are no options.</summary>
    public static string Format(string name, IEnumerable<KeyValuePair<string, string>> options) =>
        FormatOptions(options) is { Length: > 0 } text ? $"{name}:{text}" : name;

    /// <summary>The text that <see cref="ParseOptions"/> reads.</summary>
    public static string FormatOptions(IEnumerable<KeyValuePair<string, string>> options) =>
        string.Join(',', options.Select(option => $"{option.Key}={option.Value}"));
}

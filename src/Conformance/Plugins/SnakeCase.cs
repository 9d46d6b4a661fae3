using System.Text.RegularExpressions;

namespace MetricPlugins.Conformance.Plugins;

/// <summary>Converts PascalCase names of C# to the snake_case names that users see.</summary>
internal static partial class SnakeCase
{
    public static string Of(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}

using System.Text.Json.Nodes;

namespace MetricPlugins.Host.Cli;

/// <summary>The one JSON document of a command with <c>--json</c>. Whatever else is printed on stdout, by scripts and plugins, goes to
/// stderr then.</summary>
internal static class JsonOutput
{
    private static TextWriter? output;

    /// <summary>Keeps stdout for the document.</summary>
    public static void Reserve()
    {
        output = Console.Out;
        Console.SetOut(Console.Error);
    }

    public static void Write(JsonNode document)
    {
        output!.WriteLine(document.ToJsonString(Core.ResultJson.Options));
        output.Flush();
    }
}

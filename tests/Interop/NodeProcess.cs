using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace MetricPlugins.Tests.Node;

/// <summary>Runs a script of tests/node and gives back the JSON it prints.</summary>
public static class NodeProcess
{
    public const string Missing = "needs node and tests/node/node_modules (npm ci)";

    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "node");

    public static bool IsAvailable { get; } = Directory.Exists(Path.Combine(Folder, "node_modules")) && NodeIsOnPath();

    public static JsonElement Run(string script, string input = "", params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        // In MiB. Rows are many small objects, which node's collector would copy again and again.
        start.ArgumentList.Add("--max-semi-space-size=64");
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"node {script} ended with {process.ExitCode}: {errors.Result}");
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static bool NodeIsOnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));
}

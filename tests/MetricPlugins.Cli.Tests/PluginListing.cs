namespace MetricPlugins.Tests.Cli;

/// <summary>What <c>plugins list</c> finds with one more folder.</summary>
internal sealed record PluginListing(IReadOnlyList<string> Names, IReadOnlyList<(string File, string Reason)> Faults)
{
    public static PluginListing Of(string folder)
    {
        var said = MetricProcess.Run("plugins", "list", "--json", "--plugins", folder);
        Assert.Equal(0, said.ExitCode);
        return new PluginListing(
            [.. said.Json.GetProperty("plugins").EnumerateArray().Select(p => p.GetProperty("name").GetString()!)],
            [.. said.Json.GetProperty("faults").EnumerateArray().Select(f => (f.GetProperty("file").GetString()!, f.GetProperty("reason").GetString()!))]);
    }
}

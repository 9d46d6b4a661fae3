using System.Diagnostics;
using System.Globalization;

namespace MetricPlugins.Tests.Cli;

/// <summary>How libtorch's threads wait for one another, as OpenMP itself says when it loads.</summary>
public sealed class WaitingTests
{
    [Fact]
    public void They_spin_for_a_moment()
    {
        var (spins, said) = Doctor([]);
        Assert.InRange(int.Parse(spins, CultureInfo.InvariantCulture), 1, 10_000);
        Assert.Equal($"GOMP_SPINCOUNT={spins}", said);
    }

    [Theory]
    [InlineData("OMP_WAIT_POLICY", "passive", "0")]
    [InlineData("GOMP_SPINCOUNT", "77", "77")]
    public void Unless_the_environment_says_otherwise(string name, string value, string spins) =>
        Assert.Equal((spins, $"{name}={value}"), Doctor([(name, value)]));

    /// <summary>OpenMP's count of spins, and what doctor says of it.</summary>
    private static (string Spins, string Said) Doctor((string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [MetricProcess.Binary, "doctor", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "OMP_WAIT_POLICY", "GOMP_SPINCOUNT" })
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["OMP_DISPLAY_ENV"] = "verbose";
        using var process = Process.Start(start)!;
        var said = TestProcess.Finish(process);
        var line = said.Errors.Split('\n').Single(line => line.Contains("GOMP_SPINCOUNT", StringComparison.Ordinal));
        return (line.Split('\'')[1], said.Json.GetProperty("waiting")[0].GetString()!.Split(" (")[0]);
    }
}

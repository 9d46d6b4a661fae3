using System.Runtime.Versioning;

namespace MetricPlugins.Tests.Cli;

/// <summary>The launcher alone in a folder, with a PATH of our own.</summary>
[Collection(TestProcess.Processes)]
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LauncherTests()
    {
        Directory.CreateDirectory(folder.File("bin"));
        File.Copy(Path.Combine(Repository.Root, "metric"), folder.File("metric"));
        foreach (var tool in (string[])["bash", "cat", "dirname", "find", "grep", "mkdir", "mktemp", "mv", "readlink", "rm", "sort", "tail"])
            File.CreateSymbolicLink(folder.File("bin", tool), $"/usr/bin/{tool}");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_dotnet_it_asks_for_the_sdk()
    {
        var said = Run();
        Assert.Equal((3, ""), (said.ExitCode, said.Output));
        Assert.Contains(".NET 10 SDK", said.Errors);
    }

    [Theory]
    [InlineData("", "build src/Host -c Release --nologo")]
    [InlineData("1", "build src/Host -c Release -p:Cuda=true --nologo")]
    public void It_builds_on_the_libtorch_that_is_asked_for(string cuda, string build)
    {
        PutDotnet("exit 1");
        var said = Run(cuda);
        Assert.Equal((3, ""), (said.ExitCode, said.Output));
        Assert.Contains($"dotnet {build}", said.Errors);
        Assert.Contains("The build failed", said.Errors);
    }

    [Fact]
    public void It_builds_once_and_again_for_another_libtorch()
    {
        PutDotnet("[ \"$1\" != build ] || { mkdir -p artifacts/host; echo >artifacts/host/metric.dll; }");
        foreach (var source in (string[])["src", "plugins", "build"])
            Directory.CreateDirectory(folder.File(source));
        foreach (var file in (string[])["Directory.Build.props", "global.json"])
            File.WriteAllText(folder.File(file), "");

        Assert.Contains("Building", Run().Errors);
        var again = Run();
        Assert.Equal((0, $"dotnet {folder.File("artifacts", "host", "metric.dll")} doctor\n", ""), (again.ExitCode, again.Output, again.Errors));
        Assert.Contains("Building", Run("1").Errors);
    }

    /// <summary>A dotnet that says how it was called.</summary>
    private void PutDotnet(string line)
    {
        File.WriteAllText(folder.File("bin", "dotnet"), $"#!/bin/bash\necho \"dotnet $*\"\n{line}\n");
        File.SetUnixFileMode(folder.File("bin", "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private Said Run(string cuda = "") =>
        TestProcess.Run("/bin/bash", [folder.File("metric"), "doctor"], folder.Path, ("PATH", folder.File("bin")), ("METRIC_CUDA", cuda));
}

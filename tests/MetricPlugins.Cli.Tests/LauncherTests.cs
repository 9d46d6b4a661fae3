using System.Diagnostics;
using System.Runtime.Versioning;

namespace MetricPlugins.Tests.Cli;

/// <summary>The launcher on a machine that lacks something: alone in a folder, with a PATH of our own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LauncherTests()
    {
        Directory.CreateDirectory(folder.File("bin"));
        File.Copy(Path.Combine(Repository.Root, "metric"), folder.File("metric"));
        foreach (var tool in (string[])["bash", "dirname", "readlink", "find", "cat"])
            File.CreateSymbolicLink(folder.File("bin", tool), $"/usr/bin/{tool}");
        Script("id", "echo 1000");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_dotnet_it_asks_for_the_sdk()
    {
        var said = Run();
        Assert.Equal(3, said.ExitCode);
        Assert.Contains(".NET 10 SDK", said.Errors);
    }

    [Fact]
    public void Without_a_compiler_and_without_rights_it_prints_the_one_line_to_run()
    {
        Script("dotnet", "exit 1");
        var said = Run();
        Assert.Equal((3, ""), (said.ExitCode, said.Output));
        Assert.Matches("sudo apt-get update && sudo apt-get install -y g\\+\\+ make", said.Errors);
    }

    [Fact]
    public void A_wrong_libtorch_is_told()
    {
        foreach (var tool in (string[])["dotnet", "g++", "make"])
            Script(tool, "exit 1");
        var said = Run(("LIBTORCH", "/no/such/libtorch"));
        Assert.Equal(3, said.ExitCode);
        Assert.Contains("/no/such/libtorch", said.Errors);
    }

    private void Script(string name, string line)
    {
        File.WriteAllText(folder.File("bin", name), $"#!/bin/bash\n{line}\n");
        File.SetUnixFileMode(folder.File("bin", name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private Said Run(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/bash", [folder.File("metric"), "doctor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = folder.File("bin");
        start.Environment.Remove("LIBTORCH");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        return MetricProcess.Finish(process);
    }
}

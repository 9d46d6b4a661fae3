using System.Diagnostics;

namespace MetricPlugins.Tests.Cli;

/// <summary>What a script may do to the process of <c>metric run</c>, and what comes of it.</summary>
[Collection(TestProcess.Processes)]
public sealed class ScriptProcessTests : StudyScript
{
    [Fact]
    public void A_script_that_crashes_the_process_leaves_whole_files()
    {
        var said = RunProcess(Two + "\nlet rec deep n = 1 + deep (n + 1)\nprintfn \"%d\" (deep 0)");
        Assert.NotEqual(0, said.ExitCode);
        Assert.Empty(Directory.GetFiles(Runs, ".*.part", SearchOption.AllDirectories));
        Assert.Contains("4 runs, 4 complete", MetricProcess.Run("runs", "list", "--out", Runs).Output);
    }

    [Fact]
    public void Ctrl_C_ends_a_runaway_script()
    {
        using var process = Start("printfn \"begins\"\nwhile true do System.Threading.Thread.Sleep 50");
        try
        {
            Assert.Equal("begins", process.StandardOutput.ReadLine());
            Interrupt(process);
            Assert.Equal(130, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public void Ctrl_C_stops_a_study_after_the_step_and_the_same_command_goes_on()
    {
        const string Endless = """
            study "endless" { dataset "synthetic"; model "mlp"; losses [ loss "contrastive"; loss "triplet" ]; epochs 1000000 } |> run |> report
            printfn "never reached"
            """;
        using var process = Start(Endless, "--json");
        try
        {
            TestProcess.Await(process, () => TestProcess.Manifests(Runs).Length > 0);
            Interrupt(process);
            var said = TestProcess.Finish(process);
            Assert.Equal((130, "interrupted"), (said.ExitCode, said.Json.GetProperty("studies")[0].GetProperty("status").GetString()));
            Assert.Contains("Stopped: 0 of 2 runs are finished", said.Errors);
            Assert.Contains("\"status\": \"interrupted\"", File.ReadAllText(Path.Combine(Runs, "endless", "study.json")));
        }
        finally
        {
            process.Kill();
        }

        Assert.Equal(0, RunProcess(Endless, "--set", "epochs=1").ExitCode);
    }

    [Theory]
    [InlineData(0, "", 0)]
    [InlineData(5, "", 5)]
    [InlineData(0, "1e38", 1)]
    public void A_script_that_exits_keeps_results_and_a_failed_run_fails_it(int code, string rate, int expected)
    {
        var script = rate.Length == 0 ? Two : Two.Replace("epochs 2", $"epochs 5\n    adam {rate} 0.0", StringComparison.Ordinal).Replace("[ 0; 1 ]", "[ 3 ]", StringComparison.Ordinal);
        var said = RunProcess($"{script}\nexit {code}", "--json");
        Assert.Equal(expected, said.ExitCode);
        Assert.Single(said.Json.GetProperty("studies").EnumerateArray());
    }

    [Fact]
    public void A_study_on_a_thread_of_its_own_is_finished_and_a_thread_left_behind_keeps_nothing_open()
    {
        var said = RunProcess($$"""
            System.Threading.Thread(fun () -> while true do System.Threading.Thread.Sleep 50).Start()
            async {
                study "behind" { dataset "synthetic"; model "mlp"; losses [ loss "contrastive" ]; epochs 50 } |> run |> ignore
            } |> Async.Start
            while not (System.IO.File.Exists "{{Path.Combine(Runs, "behind", "study.json")}}") do System.Threading.Thread.Sleep 20
            """);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("\"status\": \"complete\"", File.ReadAllText(Path.Combine(Runs, "behind", "study.json")));
    }

    [Fact]
    public void Dotnet_fsi_runs_the_same_script_and_needs_no_dotnet_on_PATH()
    {
        File.WriteAllText(folder.File("study.fsx"), $"#r \"{Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "MetricPlugins.Core.dll")}\"\n{Two}");
        var said = TestProcess.Run(
            MetricProcess.Dotnet, ["fsi", folder.File("study.fsx"), "--set", "epochs=1", "--threads", "1"], folder.Path, ("PATH", folder.Path));
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Contains("| triplet:mining=all     |     2 |", said.Output);
        Assert.True(File.Exists(folder.File("runs/two/study.json")));
    }

    private Said RunProcess(string script, params string[] arguments)
    {
        using var process = Start(script, arguments);
        return TestProcess.Finish(process);
    }

    private static void Interrupt(Process process)
    {
        TestProcess.Signal(process);
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "it does not end");
    }
}

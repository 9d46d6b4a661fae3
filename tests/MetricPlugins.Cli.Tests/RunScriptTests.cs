using System.Diagnostics;

namespace MetricPlugins.Tests.Cli;

/// <summary>What a script may do to <c>metric run</c>, and what comes of it.</summary>
public sealed class RunScriptTests : StudyScript
{
    [Fact]
    public void A_script_that_does_not_compile_is_told_by_line_and_column()
    {
        var said = Run("""
            study "wrong" {
                dataset "synthetic"
                modle "mlp"
                epochs 1.5
            }
            |> run |> report
            """);
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        Assert.Matches(@"study\.fsx:3:5: error FS0039: .*'modle'", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public void A_script_that_throws_is_told_by_line_and_nothing_is_left()
    {
        var said = Run("printfn \"begins\"\nlet broken () = failwith \"thrown here\"\nbroken ()\n" + Two);
        Assert.Equal((2, "begins\n"), (said.ExitCode, said.Output));
        Assert.Matches(@"study\.fsx:2: Exception: thrown here", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public void A_script_that_throws_after_its_study_keeps_the_study_whole()
    {
        var said = Run(Two + "\nfailwith \"thrown after\"");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("study.fsx:10: Exception: thrown after", said.Errors);
        Assert.Contains("\"status\": \"complete\"", File.ReadAllText(Path.Combine(Runs, "two", "study.json")));
    }

    [Fact]
    public void A_script_that_crashes_the_process_leaves_whole_files()
    {
        var said = Run(Two + "\nlet rec deep n = 1 + deep (n + 1)\nprintfn \"%d\" (deep 0)");
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
            var patience = Stopwatch.StartNew();
            while (!Directory.Exists(Runs) || Directory.GetFiles(Runs, "run.json", SearchOption.AllDirectories).Length == 0)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1) && !process.HasExited, "the study does not begin");
                Thread.Sleep(50);
            }

            Interrupt(process);
            var said = MetricProcess.Finish(process);
            Assert.Equal((130, "interrupted"), (said.ExitCode, said.Json.GetProperty("studies")[0].GetProperty("status").GetString()));
            Assert.Contains("Stopped: 0 of 2 runs are finished", said.Errors);
            Assert.Contains("\"status\": \"interrupted\"", File.ReadAllText(Path.Combine(Runs, "endless", "study.json")));
        }
        finally
        {
            process.Kill();
        }

        Assert.Equal(0, Run(Endless, "--set", "epochs=1").ExitCode);
    }

    [Fact]
    public void Words_that_look_like_the_end_of_an_input_may_stand_in_texts_and_comments()
    {
        Assert.Equal(0, Run("printfn \"a;;\" // b;;\n" + Two, "--set", "epochs=1").ExitCode);
    }

    [Theory]
    [InlineData(0, "", 0)]
    [InlineData(5, "", 5)]
    [InlineData(0, "1e38", 1)]
    public void A_script_that_exits_keeps_results_and_a_failed_run_fails_it(int code, string rate, int expected)
    {
        var script = rate.Length == 0 ? Two : Two.Replace("epochs 2", $"epochs 5\n    adam {rate} 0.0", StringComparison.Ordinal).Replace("[ 0; 1 ]", "[ 3 ]", StringComparison.Ordinal);
        var said = Run($"{script}\nexit {code}", "--json");
        Assert.Equal(expected, said.ExitCode);
        Assert.Single(said.Json.GetProperty("studies").EnumerateArray());
    }

    [Fact]
    public void A_study_on_a_thread_of_its_own_is_finished_and_a_thread_left_behind_keeps_nothing_open()
    {
        var said = Run($$"""
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
    public void A_script_loads_others_that_lie_beside_it()
    {
        Directory.CreateDirectory(folder.File("lib"));
        File.WriteAllText(folder.File("lib", "shared.fsx"), $"#r \"{Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "MetricPlugins.Core.dll")}\"\nlet both = [ loss \"contrastive\"; loss \"triplet\" ]\nlet broken () = failwith \"in shared\"");
        var said = Run("""
            #r "nowhere/MetricPlugins.Core.dll"
            #load "lib/shared.fsx"
            open Shared
            study "loaded" { dataset "synthetic"; model "mlp"; losses both; epochs 1 } |> run |> report
            broken ()
            """);
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("| triplet     |     1 |", said.Output);
        Assert.Contains("shared.fsx:3: Exception: in shared", said.Errors);
    }

    [Fact]
    public void Dotnet_fsi_runs_the_same_script_and_needs_no_dotnet_on_PATH()
    {
        File.WriteAllText(folder.File("study.fsx"), $"#r \"{Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "MetricPlugins.Core.dll")}\"\n{Two}");
        var start = new ProcessStartInfo(MetricProcess.Dotnet, ["fsi", folder.File("study.fsx"), "--set", "epochs=1", "--threads", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["PATH"] = folder.Path;
        using var process = Process.Start(start)!;
        var said = MetricProcess.Finish(process);
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Contains("| triplet mining=all     |     2 |", said.Output);
        Assert.True(File.Exists(folder.File("runs/two/study.json")));
    }

    private static void Interrupt(Process process)
    {
        Process.Start("bash", ["-c", $"kill -INT {process.Id}"])!.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "it does not end");
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace MetricPlugins.Tests.Cli;

/// <summary><c>metric run</c> through the real binary.</summary>
public sealed class RunTests : IDisposable
{
    private const string Two = """
        study "two" {
            dataset "synthetic"
            model "mlp"
            baseline (loss "contrastive")
            losses [ loss "triplet" |> set "mining" "all" ]
            seeds [ 0; 1 ]
            epochs 2
        }
        |> run |> report
        """;

    private readonly TemporaryFolder folder = new();

    private string Runs => folder.File("runs");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_study_trains_every_cell_and_compares_the_losses()
    {
        var said = Run(Two);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("| contrastive        |     2 |", said.Output);
        Assert.Contains("| triplet mining=all |     2 |", said.Output);
        Assert.Contains("[4/4] triplet mining=all, seed 1:", said.Errors);
        Assert.Equal(4, Directory.GetFiles(Runs, "run.parquet", SearchOption.AllDirectories).Length);

        var tables = Path.Combine(Runs, "two", "report", "tables");
        Assert.StartsWith(File.ReadAllText(Path.Combine(tables, "comparison.md")).TrimEnd(), said.Output);
        var rows = File.ReadAllLines(Path.Combine(tables, "comparison.csv"));
        Assert.StartsWith("dataset,model,loss,seeds,missing,final_loss,final_loss_half_width_95,final_loss_count,", rows[0]);
        Assert.StartsWith("synthetic,mlp,contrastive,2,0,0.", rows[1]);
        Assert.Equal(3, rows.Length);
    }

    [Fact]
    public void What_was_planned_and_what_came_of_it_is_in_study_json()
    {
        Run(Two, "--set", "epochs=1");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Runs, "two", "study.json")));
        var study = document.RootElement;
        Assert.Equal("complete", study.GetProperty("status").GetString());
        Assert.Equal("contrastive", study.GetProperty("baseline").GetString());
        Assert.Equal(1, study.GetProperty("training").GetProperty("epochs").GetInt32());
        Assert.Equal("1", study.GetProperty("overrides").GetProperty("epochs").GetString());
        Assert.Equal(Two, study.GetProperty("script").GetString());
        Assert.NotEmpty(study.GetProperty("versions").GetProperty("libtorch").GetString()!);
        var runs = study.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(
            ["contrastive 0", "triplet mining=all 0", "contrastive 1", "triplet mining=all 1"],
            runs.Select(r => $"{r.GetProperty("loss")} {r.GetProperty("seed")}"));
        Assert.All(runs, r => Assert.True(File.Exists(Path.Combine(Runs, "two", r.GetProperty("folder").GetString()!, "run.json"))));
    }

    [Fact]
    public void The_log_is_structured()
    {
        Run(Two);
        var lines = File.ReadAllLines(Path.Combine(Runs, "two", "log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Properties")).ToList();
        Assert.Equal(4, lines.Count(l => l.TryGetProperty("Seconds", out _)));
        Assert.Contains(lines, l => l.TryGetProperty("Parameters", out var parameters) && parameters.GetInt32() == 10336);
    }

    [Fact]
    public void What_is_finished_is_not_trained_again()
    {
        Run(Two);
        var said = Run(Two, "--set", "seeds=3", "--json");
        Assert.Contains("2 runs to train, 4 finished before", said.Errors);
        var study = Assert.Single(said.Json.GetProperty("studies").EnumerateArray());
        Assert.Equal([true, true, true, true, false, false], study.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("reused").GetBoolean()));
        Assert.Contains("6 runs to train, 0 finished before", Run(Two, "--set", "seeds=3", "--fresh").Errors);
    }

    [Fact]
    public void Json_is_alone_on_stdout()
    {
        var said = Run("printfn \"from the script\"\n" + Two, "--json");
        Assert.Contains("from the script", said.Errors);
        var losses = Assert.Single(said.Json.GetProperty("studies").EnumerateArray()).GetProperty("losses").EnumerateArray().ToList();
        Assert.Equal(["contrastive", "triplet mining=all"], losses.Select(l => l.GetProperty("loss").GetString()));
        Assert.All(losses, l => Assert.True(l.GetProperty("final_loss").GetProperty("half_width_95").GetDouble() > 0));
    }

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
    public void All_that_is_wrong_with_a_plan_is_told_at_once()
    {
        var said = Run("""
            study "wrong" {
                dataset "synthetc"
                model "mlpp"
                losses [ loss "contrastve"; loss "triplet" |> set "margn" 0.5; loss "triplet" |> set "mining" "hrd" ]
                search (loss "contrastive") [ over "margin" [ 0.5; 7.0 ] ]
                data_folder "mnist" "."
                epochs 0
                seeds []
            }
            |> run |> report
            """);
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        foreach (var problem in (string[])
            ["\"synthetc\"", "\"mlpp\"", "\"contrastve\"", "\"margn\"", "\"hrd\"", "margin is 0 to 2; got 7", "cannot be searched", "for mnist", "epochs is at least 1", "no seed"])
            Assert.Contains(problem, said.Errors);
        foreach (var fix in (string[])["synthetic", "mlp", "contrastive", "margin", "hard"])
            Assert.Contains($"Did you mean {fix}?", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Theory]
    [InlineData("dataset \"mnist\"; model \"mlp\"", "mnist")]
    [InlineData("dataset \"mnist\"; data_folder \"mnist\" \"/no/such/folder\"; model \"mlp\"", "/no/such/folder")]
    [InlineData("dataset \"synthetic\"; model \"convnet\"", "takes images")]
    public void Data_that_is_missing_or_does_not_fit_is_told_before_training(string lines, string message)
    {
        var said = Run($$"""study "data" { {{lines}}; losses [ loss "contrastive" ]; epochs 1 } |> run |> report""");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains(message, said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public void A_weak_comparison_is_warned_of_and_the_warning_stays_with_the_results()
    {
        var said = Run(Two.Replace("seeds [ 0; 1 ]", "seeds [ 0 ]", StringComparison.Ordinal));
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("WRN One seed", said.Errors);
        Assert.Contains("Note: One seed", said.Output);
        Assert.Contains("One seed", File.ReadAllText(Path.Combine(Runs, "two", "study.json")));
    }

    [Fact]
    public void A_search_chooses_on_the_validation_split_and_tells_what_it_tried()
    {
        var said = Run(
            """
            study "tuned" {
                dataset "synthetic"
                model "mlp"
                search (loss "contrastive") [ over "margin" [ 0.25; 1.0 ] ]
                validation 0.2
                seeds [ 0; 1 ]
                epochs 3
            }
            |> run |> report
            """,
            "--json");
        Assert.Equal(0, said.ExitCode);
        var study = Assert.Single(said.Json.GetProperty("studies").EnumerateArray());
        var search = Assert.Single(study.GetProperty("searches").EnumerateArray());
        var tried = search.GetProperty("tried").EnumerateArray().ToList();
        Assert.Equal(["contrastive margin=0.25", "contrastive margin=1"], tried.Select(t => t.GetProperty("loss").GetString()));
        var best = tried.MaxBy(t => t.GetProperty("recall_at_1").GetProperty("mean").GetDouble());
        Assert.Equal(best.GetProperty("loss").GetString(), search.GetProperty("chosen").GetString());
        Assert.Contains("by recall@1 on the validation split. Tried:", said.Errors);
    }

    [Fact]
    public void A_preset_gives_its_options_where_the_study_sets_none()
    {
        var said = Run(
            """
            study "paper" {
                preset z25
                dataset "synthetic"
                model "mlp"
                losses [ loss "triplet" |> set "margin" 0.5 ]
                epochs 1
            }
            |> run |> report
            """,
            "--json");
        var run = said.Json.GetProperty("studies")[0].GetProperty("runs")[0].GetProperty("loss_options");
        Assert.Equal(("squared", "random", 0.5), (run.GetProperty("distance").GetString(), run.GetProperty("mining").GetString(), run.GetProperty("margin").GetDouble()));
    }

    [Fact]
    public void A_run_that_fails_is_named_and_the_others_finish()
    {
        var said = Run(Two.Replace("epochs 2", "epochs 5\n    adam 1e38 0.0", StringComparison.Ordinal).Replace("seeds [ 0; 1 ]", "seeds [ 3 ]", StringComparison.Ordinal), "--json");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("failed: The loss is", said.Errors);
        var runs = said.Json.GetProperty("studies")[0].GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(2, runs.Count);
        Assert.Contains("failed", runs.Select(r => r.GetProperty("status").GetString()));
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
        using var process = Start(Endless);
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
            Assert.Equal((130, ""), (said.ExitCode, said.Output));
            Assert.Contains("Stopped: 0 of 2 runs are finished", said.Errors);
            Assert.Contains("\"status\": \"interrupted\"", File.ReadAllText(Path.Combine(Runs, "endless", "study.json")));
        }
        finally
        {
            process.Kill();
        }

        Assert.Equal(0, Run(Endless, "--set", "epochs=1").ExitCode);
    }

    [Theory]
    [InlineData("ran no study", "printfn \"nothing\"")]
    [InlineData("ran no study", "study \"x\" { dataset \"synthetic\" }")]
    [InlineData("has run already", Two + "\n" + Two)]
    [InlineData("No setting named \"seed\". Did you mean seeds?", Two, "--set", "seed=5")]
    [InlineData("seeds takes a number of seeds", Two, "--set", "seeds=many")]
    [InlineData("--set takes a setting and its value", Two, "--set", "seeds")]
    [InlineData("--data names mnist, which is no dataset", Two, "--data", "mnist=.")]
    [InlineData("needs no files", Two, "--data", "synthetic=.")]
    [InlineData("A device is cpu, cuda", Two, "--device", "gpu")]
    [InlineData("--threads is at least 1", Two, "--threads", "0")]
    [InlineData("there is no", Two, "--plugins", "/no/such/folder")]
    public void Wrong_usage_is_told(string message, string script, params string[] arguments)
    {
        var said = Run(script, arguments);
        Assert.NotEqual(0, said.ExitCode);
        Assert.Contains(message, said.Errors);
    }

    [Fact]
    public void A_device_that_is_not_there_is_an_error_of_the_environment()
    {
        var said = Run(Two, "--device", "cuda:99");
        Assert.Equal(3, said.ExitCode);
        Assert.Contains("cuda:99", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Theory]
    [InlineData("absent.fsx", "cannot be read")]
    [InlineData("study.txt", "NAME.fsx")]
    public void A_script_that_is_none_is_told(string name, string message)
    {
        var said = MetricProcess.Run("run", folder.File(name), "--out", Runs);
        Assert.Equal(2, said.ExitCode);
        Assert.Contains(message, said.Errors);
    }

    [Fact]
    public void Relative_data_folders_begin_at_the_script()
    {
        var said = Run("""study "data" { dataset "mnist"; data_folder "mnist" "here"; model "mlp"; losses [ loss "contrastive" ] } |> run |> report""");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains(folder.File("here"), said.Errors);
    }

    [Fact]
    public void Dotnet_fsi_runs_the_same_script()
    {
        File.WriteAllText(folder.File("study.fsx"), $"#r \"{Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "MetricPlugins.Core.dll")}\"\n{Two}");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["fsi", folder.File("study.fsx"), "--set", "epochs=1", "--threads", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        })!;
        var said = MetricProcess.Finish(process);
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Contains("| triplet mining=all |     2 |", said.Output);
        Assert.True(File.Exists(folder.File("runs/two/study.json")));
    }

    private static void Interrupt(Process process)
    {
        Process.Start("bash", ["-c", $"kill -INT {process.Id}"])!.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "it does not end");
    }

    private Said Run(string script, params string[] arguments)
    {
        using var process = Start(script, arguments);
        return MetricProcess.Finish(process);
    }

    private Process Start(string script, params string[] arguments)
    {
        File.WriteAllText(folder.File("study.fsx"), script);
        string[] threads = arguments.Contains("--threads") ? [] : ["--threads", "1"];
        return MetricProcess.Start(["run", folder.File("study.fsx"), "--out", Runs, .. threads, .. arguments]);
    }
}

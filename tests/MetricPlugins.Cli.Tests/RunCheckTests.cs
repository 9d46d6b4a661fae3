namespace MetricPlugins.Tests.Cli;

/// <summary>What <c>metric run</c> refuses, and what it warns of.</summary>
public sealed class RunCheckTests : StudyScript
{
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
        Assert.Matches("study\\.fsx:[0-9]+: study \"wrong\" cannot be run:", said.Errors);
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

    [Theory]
    [InlineData("ran no study", "printfn \"nothing\"")]
    [InlineData("ran no study", "study \"x\" { dataset \"synthetic\" }")]
    [InlineData("study.fsx:1:12: error: ;; ends an interactive input", "printfn \"a\";;\nprintfn \"b\"")]
    [InlineData("No setting named \"seed\". Did you mean seeds?", Two, "--set", "seed=5")]
    [InlineData("seeds takes a number of seeds", Two, "--set", "seeds=many")]
    [InlineData("seeds takes a number of seeds up to", Two, "--set", "seeds=1000000000")]
    [InlineData("--set takes a setting and its value", Two, "--set", "seeds")]
    [InlineData("--set takes each name once", Two, "--set", "seeds=1", "--set", "seeds=2")]
    [InlineData("batch_size is 32 with sampler 8x4; got 64", Two, "--set", "batch_size=64", "--set", "sampler=8x4")]
    [InlineData("--data names mnist, which is not a dataset", Two, "--data", "mnist=.")]
    [InlineData("needs no files", Two, "--data", "synthetic=.")]
    [InlineData("A device is cpu, cuda", Two, "--device", "gpu")]
    [InlineData("--threads is at least 1", Two, "--threads", "0")]
    [InlineData("not found: /no/such/folder", Two, "--plugins", "/no/such/folder")]
    [InlineData("study.fsx:1: OperationCanceledException", "raise (System.OperationCanceledException())")]
    [InlineData("study.fsx:1: Exception: inner", "System.Threading.Tasks.Task.Run(fun () -> failwith \"inner\" : int).Wait()")]
    public void Wrong_usage_is_told_and_nothing_is_trained(string message, string script, params string[] arguments)
    {
        var said = Run(script, arguments);
        Assert.Equal(2, said.ExitCode);
        Assert.Contains(message, said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Theory]
    [InlineData("losses [ loss \"tripplet\" ]", "Did you mean triplet?")]
    [InlineData("losses [ loss \"contrastive\" ]", "has already run")]
    public void A_faulty_second_study_leaves_the_first_its_results(string losses, string message)
    {
        var name = message == "has already run" ? "two" : "other";
        var said = Run(Two + $$"""{{'\n'}}study "{{name}}" { dataset "synthetic"; model "mlp"; {{losses}}; epochs 1 } |> run |> report""", "--json");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains(message, said.Errors);
        Assert.Equal("complete", Assert.Single(said.Json.GetProperty("studies").EnumerateArray()).GetProperty("status").GetString());
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
}

namespace MetricPlugins.Tests.Cli;

/// <summary>What a script may hold, and what comes of it.</summary>
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
    public void Words_that_look_like_the_end_of_an_input_may_stand_in_texts_and_comments()
    {
        Assert.Equal(0, Run("printfn \"a;;\" // b;;\n" + Two, "--set", "epochs=1").ExitCode);
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
}

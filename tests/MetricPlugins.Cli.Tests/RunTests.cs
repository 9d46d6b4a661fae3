using System.Text.Json;

namespace MetricPlugins.Tests.Cli;

/// <summary>What <c>metric run</c> leaves and tells.</summary>
public sealed class RunTests(TrainedStudy trained) : StudyScript, IClassFixture<TrainedStudy>
{
    [Fact]
    public void A_study_trains_every_cell_and_compares_the_losses()
    {
        var said = trained.Said;
        Assert.Contains("| contrastive (baseline) |     2 |", said.Output);
        Assert.Contains("| triplet:mining=all     |     2 |", said.Output);
        Assert.Contains("[4/4] triplet:mining=all, seed 1:", said.Errors);
        Assert.Equal(4, Directory.GetFiles(trained.Folder, "run.parquet", SearchOption.AllDirectories).Length);

        var tables = Path.Combine(trained.Folder, "report", "tables");
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
            ["contrastive 0", "triplet:mining=all 0", "contrastive 1", "triplet:mining=all 1"],
            runs.Select(r => $"{r.GetProperty("loss")} {r.GetProperty("seed")}"));
        Assert.All(runs, r => Assert.True(File.Exists(Path.Combine(Runs, "two", r.GetProperty("folder").GetString()!, "run.json"))));
    }

    [Fact]
    public void The_log_is_structured()
    {
        var lines = File.ReadAllLines(Path.Combine(trained.Folder, "log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Properties")).ToList();
        Assert.Equal(4, lines.Count(l => l.TryGetProperty("Seconds", out _)));
        Assert.Contains(lines, l => l.TryGetProperty("Parameters", out var parameters) && parameters.GetInt32() == 10336);
    }

    [Fact]
    public void What_is_finished_is_not_trained_again()
    {
        trained.CopyTo(Runs);
        var said = Run(Two, "--set", "seeds=3", "--json");
        Assert.Contains("2 runs to train, 4 already finished", said.Errors);
        var study = Assert.Single(said.Json.GetProperty("studies").EnumerateArray());
        Assert.Equal([true, true, true, true, false, false], study.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("reused").GetBoolean()));
        Assert.Contains("6 runs to train, 0 already finished", Run(Two, "--set", "seeds=3", "--fresh").Errors);
    }

    [Fact]
    public void Json_is_alone_on_stdout()
    {
        var said = Run("printfn \"from the script\"\n" + Two, "--json");
        Assert.Contains("from the script", said.Errors);
        var losses = Assert.Single(said.Json.GetProperty("studies").EnumerateArray()).GetProperty("losses").EnumerateArray().ToList();
        Assert.Equal(["contrastive", "triplet:mining=all"], losses.Select(l => l.GetProperty("loss").GetString()));
        Assert.All(losses, l => Assert.True(l.GetProperty("final_loss").GetProperty("half_width_95").GetDouble() > 0));
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
        Assert.Equal(["contrastive:margin=0.25", "contrastive:margin=1"], tried.Select(t => t.GetProperty("loss").GetString()));
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
    public void A_search_sees_a_candidate_that_equals_the_baseline()
    {
        var said = Run(
            """
            study "tuned" {
                dataset "synthetic"
                model "mlp"
                baseline (loss "contrastive")
                search (loss "contrastive") [ over "margin" [ 0.25; 1.0 ] ]
                validation 0.1
                seeds [ 0; 1 ]
                epochs 1
            }
            |> run |> report
            """,
            "--json");
        var study = Assert.Single(said.Json.GetProperty("studies").EnumerateArray());
        Assert.Equal(4, study.GetProperty("runs").GetArrayLength());
        Assert.Equal(
            ["contrastive:margin=0.25", "contrastive"],
            study.GetProperty("searches")[0].GetProperty("tried").EnumerateArray().Select(t => t.GetProperty("loss").GetString()).OrderDescending());
    }
}

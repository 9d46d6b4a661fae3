using System.Text.Json;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Cli;

/// <summary>A memory of earlier batches, as users ask for it.</summary>
public sealed class MemoryTests : StudyScript
{
    [Fact]
    public void Show_tells_what_it_is()
    {
        var options = MetricProcess.Run("plugins", "show", "contrastive", "--json").Json.GetProperty("plugins")[0].GetProperty("options");
        var memory = options.EnumerateArray().Single(o => o.GetProperty("name").GetString() == "memory");
        Assert.Equal(("0", "0 to 100000"), (memory.GetProperty("default").GetString(), memory.GetProperty("domain").GetString()));
        Assert.StartsWith("Number of samples of earlier batches", memory.GetProperty("description").GetString());
        Assert.DoesNotContain("memory", MetricProcess.Run("plugins", "show", "arcface").Output);
    }

    [NodeFact]
    public void A_run_counts_the_pairs_with_the_memory()
    {
        // 1,681 samples in batches of 512, 512, 512 and 145.
        var said = MetricProcess.Run(
            "train", "--dataset", "synthetic", "--model", "mlp", "--loss", "contrastive:memory=1000", "--epochs", "2", "--batch-size", "512", "--threads", "1", "--out", Runs, "--json");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("/memory-1000-", said.Json.GetProperty("folder").GetString());
        var steps = DuckDb.Query($"SELECT terms, loss_options ->> 'memory' AS memory FROM '{Runs}/**/steps.parquet' WHERE epoch = 0 ORDER BY step").EnumerateArray().ToList();
        Assert.All(steps, s => Assert.Equal("1000", s.GetProperty("memory").GetString()));
        Assert.Equal(
            [512 * 511 / 2, (512 * 511 / 2) + (512 * 512), (512 * 511 / 2) + (512 * 1000), (145 * 144 / 2) + (145 * 1000)],
            steps.Select(s => s.GetProperty("terms").GetInt64()));
    }

    [Fact]
    public void One_study_compares_a_loss_with_and_without_whatever_the_number_of_jobs()
    {
        const string script = """
            study "memory" {
                dataset "synthetic"
                model "mlp"
                baseline (loss "contrastive")
                losses [ for m in [ 0; 200 ] do loss "contrastive" |> set "memory" m ]
                seeds [ 0; 1 ]
                epochs 1
            }
            |> run |> report
            """;
        var said = Run(script, "--json");
        Assert.Equal(0, said.ExitCode);
        var runs = Figures(said);

        // A memory of 0 is the baseline itself.
        Assert.Equal(["contrastive", "contrastive:memory=200"], runs.Keys.Select(k => k.Split(',')[0]).Distinct().Order());
        Assert.Equal(4, runs.Count);
        Assert.NotEqual(runs["contrastive,0"], runs["contrastive:memory=200,0"]);
        Assert.Equal(runs, Figures(Run(script, "--json", "--jobs", "2", "--fresh")));

        static Dictionary<string, string> Figures(Said said) => said.Json.GetProperty("studies")[0].GetProperty("runs").EnumerateArray()
            .ToDictionary(r => $"{Loss(r)},{r.GetProperty("seed")}", r => r.GetProperty("figures").ToString());

        static string Loss(JsonElement run) => run.GetProperty("loss_options").TryGetProperty("memory", out var memory) ? $"contrastive:memory={memory}" : "contrastive";
    }

    [Fact]
    public void A_study_that_gives_one_to_a_loss_without_pairs_is_refused()
    {
        var said = Run("""study "wrong" { dataset "synthetic"; model "mlp"; losses [ loss "arcface" |> set "memory" 5 ]; epochs 1 } |> run |> report""");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("Loss arcface takes no memory", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }
}

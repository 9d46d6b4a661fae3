using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Cli;

/// <summary>Every loss of the product by its name, on batches of 8 classes with 4 samples each, where its terms are easily counted.</summary>
public sealed class EveryLossTests : StudyScript
{
    private const int Classes = 8;
    private const int Samples = 4;
    private const int Batch = Classes * Samples;

    // As many as it takes to go through the 1,681 samples of the train split.
    private const int Steps = 53;

    private const int PositivePairs = Batch * (Samples - 1);

    /// <summary>A loss, and its terms in a batch.</summary>
    public static TheoryData<string, int> Losses => new()
    {
        { "contrastive", Batch * (Batch - 1) / 2 },
        { "contrastive:pairs=balanced", Batch * 2 },
        { "triplet", Batch },
        { "triplet:mining=semihard", PositivePairs },
        { "triplet:mining=all", PositivePairs * (Batch - Samples) },
        { "triplet:mining=random", Batch },
        { "npair", Classes },
        { "infonce", PositivePairs },
        { "infonce:positives=one", Batch },
        { "supcon", Batch },
        { "arcface", Batch },
        { "ccl", Batch },
        { "ccl:centers=ema", Batch },
    };

    [NodeTheory]
    [MemberData(nameof(Losses))]
    public void It_trains_by_name_and_every_step_is_stored(string loss, int terms)
    {
        var said = MetricProcess.Run(
            "train", "--dataset", "synthetic", "--model", "mlp", "--loss", loss, "--epochs", "1", "--sampler", $"{Classes}x{Samples}", "--threads", "1", "--out", Runs);
        Assert.True(said.ExitCode == 0, said.Errors);
        AreSteps(loss.Split(':')[0], terms);
    }

    [NodeFact]
    public void A_script_trains_all_seven()
    {
        var said = Run($$"""
            study "seven" {
                dataset "synthetic"
                model "mlp"
                baseline (loss "contrastive")
                losses [ for name in [ "triplet"; "npair"; "infonce"; "supcon"; "arcface"; "ccl" ] do loss name ]
                sampler (class_balanced {{Classes}} {{Samples}})
                epochs 1
            }
            |> run |> report
            """);
        Assert.True(said.ExitCode == 0, said.Errors);
        foreach (var row in Losses.Where(row => !((string)row[0]).Contains(':', StringComparison.Ordinal)))
        {
            Assert.Contains($"| {row[0]}", said.Output);
            AreSteps((string)row[0], (int)row[1]);
        }
    }

    /// <summary>An epoch's steps of a loss are stored, finite and of so many terms each; the weights moved.</summary>
    private void AreSteps(string loss, int terms)
    {
        var stored = DuckDb.Query(
            $"SELECT count(*)::INT AS steps, min(terms)::INT AS least, max(terms)::INT AS most, bool_and(isfinite(loss_value) AND isfinite(grad_norm) AND active BETWEEN 0 AND terms) AS sound, max(grad_norm) AS norm FROM '{Runs}/**/steps.parquet' WHERE loss = '{loss}'")[0];
        Assert.Equal((Steps, terms, terms), (stored.GetProperty("steps").GetInt32(), stored.GetProperty("least").GetInt32(), stored.GetProperty("most").GetInt32()));
        Assert.True(stored.GetProperty("sound").GetBoolean());
        Assert.True(stored.GetProperty("norm").GetDouble() > 0);
    }
}

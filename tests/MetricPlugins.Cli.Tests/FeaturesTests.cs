namespace MetricPlugins.Tests.Cli;

/// <summary>Vectors of one's own, from the command line and in a study.</summary>
public sealed class FeaturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Runs => folder.File("runs");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_embeddings_of_a_run_are_a_dataset()
    {
        var first = MetricProcess.Run(
            "train", "--dataset", "synthetic:samples_per_class=50,dimensions=8,label_noise=0,outlier_share=0", "--model", "mlp:embedding_size=5", "--loss", "triplet", "--epochs", "1", "--validation", "0.2", "--out", Runs);
        Assert.Equal(0, first.ExitCode);
        var embeddings = Assert.Single(Directory.GetFiles(Runs, "embeddings.parquet", SearchOption.AllDirectories));

        // 425 train and validation rows of 525, for synthetic rounds by label.
        // Train rows and those held out for validation: all but the fifth that is the test split.
        var trained = MetricProcess.Run("train", "--dataset", "features", "--data", embeddings, "--model", "mlp", "--loss", "contrastive", "--epochs", "1", "--out", folder.File("again"));
        Assert.Equal(0, trained.ExitCode);
        Assert.Contains("400 samples", trained.Errors);

        var script = folder.File("own.fsx");
        File.WriteAllText(script, $$"""study "own" { dataset "features"; data_folder "features" "{{embeddings}}"; model "mlp"; losses [ loss "contrastive" ]; epochs 1 } |> run""");
        Assert.Equal(0, MetricProcess.Run("run", script, "--out", Runs).ExitCode);
    }

    [Fact]
    public void A_file_that_is_none_is_told_before_anything_is_trained()
    {
        File.WriteAllText(folder.File("x.npz"), "no archive");
        var said = MetricProcess.Run("train", "--dataset", "features", "--data", folder.File("x.npz"), "--model", "mlp", "--loss", "contrastive", "--out", Runs);
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("x.npz cannot be read", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }
}

namespace MetricPlugins.Tests.Cli;

/// <summary>Plugins that load and then do not keep their word.</summary>
public sealed class MisbehaviourTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("throws FormatException in Load(Train): the index is damaged", "--dataset", "sullen")]
    [InlineData("throws InvalidOperationException in Load(Train): it returns null", "--dataset", "empty-handed")]
    [InlineData("The embeddings of 2 samples have the shape [2, 8] by the model's EmbeddingSize; the model returned [2, 12]", "--model", "askew")]
    public void What_shows_in_a_first_look_is_told_before_training(string message, string kind, string name)
    {
        var said = Train(kind, name);
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        Assert.Contains(message, said.Errors);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void What_a_plugin_prints_stays_out_of_the_json()
    {
        var said = Train("--loss", "chatty", "--json");
        Assert.Equal(0, said.ExitCode);
        Assert.Equal("complete", said.Json.GetProperty("status").GetString());
        Assert.Contains("chatty says hello", said.Errors);
        Assert.NotEmpty(MetricProcess.Run("plugins", "list", "--json", "--plugins", Repository.Fixture("Misbehaves")).Json.GetProperty("plugins").EnumerateArray());
    }

    [Fact]
    public void A_model_that_ends_in_nan_fails_its_run_and_breaks_nothing_else()
    {
        // One step: its loss is finite, and what it leaves is not.
        var said = Train("--learning-rate", "1e38", "--batch-size", "5000", "--validation", "0.1", "--json");
        Assert.Equal(1, said.ExitCode);
        Assert.Equal("failed", said.Json.GetProperty("status").GetString());
        Assert.Contains("in the embedding of sample", said.Json.GetProperty("error").GetString());
    }

    [Fact]
    public void A_plugin_that_ends_the_process_in_good_order_fails_the_study_all_the_same()
    {
        File.WriteAllText(folder.File("study.fsx"), """study "gone" { dataset "synthetic"; model "mlp"; losses [ loss "leaves" ]; epochs 1 } |> run |> report""");
        using var process = MetricProcess.Start(
            "run", folder.File("study.fsx"), "--threads", "1", "--json", "--out", folder.File("runs"), "--plugins", Repository.Fixture("Misbehaves"));
        var said = TestProcess.Finish(process);
        Assert.Equal(1, said.ExitCode);
        Assert.Empty(said.Json.GetProperty("studies").EnumerateArray());
    }

    private Said Train(params string[] more)
    {
        (string Name, string Value)[] basics = [("--dataset", "synthetic"), ("--model", "mlp"), ("--loss", "contrastive")];
        return MetricProcess.Run(
            ["train", "--epochs", "1", "--threads", "1", "--out", folder.File("runs"), "--plugins", Repository.Fixture("Misbehaves"),
             .. basics.Where(b => !more.Contains(b.Name)).SelectMany(b => new[] { b.Name, b.Value }), .. more]);
    }
}

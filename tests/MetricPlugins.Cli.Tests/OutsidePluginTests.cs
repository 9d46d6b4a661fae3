namespace MetricPlugins.Tests.Cli;

/// <summary>Plugins that are not the product's own.</summary>
public sealed class OutsidePluginTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_readmes_loss_trains_with_its_option()
    {
        Assert.Contains(
            string.Join('\n', File.ReadLines(Path.Combine(Repository.Root, "tests", "Fixtures", "Mine", "Mine.cs")).Skip(2)),
            File.ReadAllText(Path.Combine(Repository.Root, "README.md")));

        var said = Train("Mine", "--loss", "mine:weight=2", "--model", "mlp");
        Assert.Equal(0, said.ExitCode);
        Assert.Equal(2, said.Json.GetProperty("loss_options").GetProperty("weight").GetDouble());
    }

    [Fact]
    public void Plugins_are_found_through_the_environment_too()
    {
        var said = MetricProcess.Run(folder.Path, [("METRIC_PLUGINS", Repository.Fixture("Mine"))], "plugins", "list", "--json");
        Assert.Contains(said.Json.GetProperty("plugins").EnumerateArray(), p => p.GetProperty("name").GetString() == "mine");
    }

    [Fact]
    public void A_backbone_runs_once_for_each_split_and_is_not_trained()
    {
        var said = Train("Frozen", "--loss", "contrastive", "--model", "frozen");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("backbone has seen 2100 rows", said.Errors);
        Assert.DoesNotContain("backbone has seen 2101", said.Errors);

        // 128·16 + 16 frozen; 16·8 + 8 trained.
        Assert.Contains("136 parameters", said.Errors);
    }

    [Fact]
    public void A_losss_own_parameters_train_and_it_is_called_after_each_step()
    {
        var said = Train("Frozen", "--loss", "centers", "--model", "mlp");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("after step 54", said.Errors);
        Assert.Contains($"{128 * 64 + 64 + 64 * 32 + 32 + 10 * 32} parameters", said.Errors);
    }

    [Fact]
    public void A_loss_without_a_gradient_for_the_embeddings_is_told_so()
    {
        var said = Train("Frozen", "--loss", "detached", "--model", "mlp");
        Assert.NotEqual(0, said.ExitCode);
        Assert.Contains("gradient", said.Errors);
    }

    private Said Train(string fixture, params string[] more) =>
        MetricProcess.Run(["train", "--dataset", "synthetic", "--epochs", "2", "--threads", "1", "--json", "--out", folder.File("runs"), "--plugins", Repository.Fixture(fixture), .. more]);
}

namespace MetricPlugins.Tests.Cli;

/// <summary><c>metric runs list</c>.</summary>
public sealed class RunsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_run_is_listed_with_how_it_stands()
    {
        var complete = Train("0");
        Assert.Equal("complete", Assert.Single(List()).Status);

        Edit(Train("1"), "\"complete\"", "\"running\"");
        Edit(Train("2"), "\"complete\"", "\"failed\"");
        File.WriteAllText(Path.Combine(Train("3"), "run.json"), "{half");
        File.Delete(Path.Combine(Train("4"), "steps.parquet"));
        File.WriteAllText(Path.Combine(Train("5"), "run.parquet"), File.ReadAllText(Path.Combine(complete, "run.parquet"))[..100]);
        File.WriteAllText(Path.Combine(Train("10"), "run.json"), "null");
        Assert.Equal(["complete", "killed", "failed", "broken", "broken", "broken", "broken"], List().Select(r => r.Status));

        var table = MetricProcess.Run("runs", "list", "--out", folder.File("runs"));
        Assert.Equal(0, table.ExitCode);
        Assert.Contains("7 runs, 1 complete", table.Output);
        Assert.Contains("steps.parquet is missing", table.Output);
    }

    [Fact]
    public void A_study_can_be_named_and_a_wrong_name_is_told_with_the_right_ones()
    {
        Train("0");
        Assert.Single(List("train"));
        var said = MetricProcess.Run("runs", "list", "trian", "--out", folder.File("runs"));
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        Assert.Contains("Known: train.", said.Errors);
    }

    [Fact]
    public void A_folder_without_results_is_told()
    {
        var said = MetricProcess.Run("runs", "list", "--out", folder.File("nowhere"));
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("--out", said.Errors);
    }

    private string Train(string seed) => MetricProcess.Run(
        "train", "--dataset", "synthetic:samples_per_class=20", "--model", "mlp", "--loss", "contrastive", "--epochs", "1", "--seed", seed, "--threads", "1", "--out",
        folder.File("runs"), "--json").Json.GetProperty("folder").GetString()!;

    private static void Edit(string run, string from, string to)
    {
        var manifest = Path.Combine(run, "run.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(from, to, StringComparison.Ordinal));
    }

    private List<(long? Seed, string Status)> List(params string[] study) =>
        [.. MetricProcess.Run(["runs", "list", .. study, "--out", folder.File("runs"), "--json"]).Json.GetProperty("runs").EnumerateArray()
            .Select(r => (r.GetProperty("seed").ValueKind == System.Text.Json.JsonValueKind.Null ? (long?)null : r.GetProperty("seed").GetInt64(), r.GetProperty("status").GetString()!))];
}

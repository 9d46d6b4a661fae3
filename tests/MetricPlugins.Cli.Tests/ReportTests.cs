namespace MetricPlugins.Tests.Cli;

/// <summary>What <c>metric report</c>, and a script that ends in <c>report</c>, leave and tell.</summary>
public sealed class ReportTests(TrainedStudy trained) : StudyScript, IClassFixture<TrainedStudy>
{
    [Fact]
    public void A_script_leaves_a_report_and_the_command_writes_the_same_again()
    {
        Assert.EndsWith($"Report: {Path.Combine(trained.Folder, "report", "report.html")}", trained.Said.Output.TrimEnd());
        trained.CopyTo(Runs);
        var path = Path.Combine(Runs, "two", "report", "report.html");
        var first = File.ReadAllText(path);
        Assert.Contains("<h1>two</h1>", first);

        // The runs' folder holds this study alone, so it may be named instead.
        foreach (var runs in new[] { Path.Combine(Runs, "two"), Runs })
        {
            File.Delete(path);
            var again = MetricProcess.Run("report", runs);
            Assert.Equal((0, path, ""), (again.ExitCode, again.Output.TrimEnd(), again.Errors));
            Assert.Equal(first, File.ReadAllText(path));
        }

        Assert.Equal(path, MetricProcess.Run("report", Runs, "--json").Json.GetProperty("report").GetString());
        Assert.StartsWith("# Greediness", File.ReadAllText(Path.Combine(Runs, "two", "report", "tables", "greediness.md")));
    }

    [Fact]
    public void Reports_of_one_study_at_once_leave_a_whole_one()
    {
        trained.CopyTo(Runs);
        var report = Path.Combine(Runs, "two", "report");
        string[] Files() => [.. Directory.GetFiles(report, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var before = Files().Select(file => (file, File.ReadAllText(file))).ToList();

        var processes = Enumerable.Range(0, 4).Select(_ => MetricProcess.Start("report", Path.Combine(Runs, "two"))).ToList();
        Assert.All(processes.Select(TestProcess.Finish).ToList(), said => Assert.Equal(0, said.ExitCode));
        processes.ForEach(process => process.Dispose());
        Assert.Equal(before, Files().Select(file => (file, File.ReadAllText(file))));
    }

    [Fact]
    public void Runs_of_train_that_set_options_are_losses_of_their_own()
    {
        foreach (var loss in new[] { "triplet", "triplet:mining=all" })
        {
            var trained = MetricProcess.Run("train", "--dataset", "synthetic", "--model", "mlp", "--loss", loss, "--epochs", "1", "--threads", "1", "--out", Runs);
            Assert.True(trained.ExitCode == 0, trained.Errors);
        }

        var said = MetricProcess.Run("report", Runs);
        Assert.True(said.ExitCode == 0, said.Errors);
        var losses = Directory.GetDirectories(folder.File("runs", "train", "synthetic", "mlp", "triplet")).Select(variant => $"triplet {Path.GetFileName(variant)}").ToList();
        Assert.Equal(2, losses.Count);
        var table = File.ReadAllText(Path.Combine(Runs, "report", "tables", "greediness.md"));
        Assert.All(losses, loss => Assert.Contains($"| {loss} ", table));
        var compared = MetricProcess.Run("compare", Runs, "--baseline", losses[0]);
        Assert.True(compared.ExitCode == 0, compared.Errors);
        Assert.Contains(losses[1], compared.Output);
    }

    [Fact]
    public void A_folder_without_runs_is_the_users_mistake()
    {
        var nowhere = MetricProcess.Run("report", folder.File("nowhere"));
        Assert.Equal((2, $"{folder.File("nowhere")} does not exist. Name the folder of a study or run, as in runs/quickstart."), (nowhere.ExitCode, nowhere.Errors.TrimEnd()));
        var empty = MetricProcess.Run("report", folder.Path);
        Assert.Equal((2, $"There is no complete run below {folder.Path}. Train a study or name another folder."), (empty.ExitCode, empty.Errors.TrimEnd()));
    }

    [Fact]
    public void Of_several_studies_one_is_to_be_named()
    {
        foreach (var name in new[] { "one", "other" })
        {
            Directory.CreateDirectory(folder.File("runs", name));
            File.WriteAllText(folder.File("runs", name, "study.json"), "{}");
        }

        var said = MetricProcess.Run("report", Runs);
        Assert.Equal(2, said.ExitCode);
        Assert.Equal($"{Runs} holds several studies. Name the folder of one: {folder.File("runs", "one")}, {folder.File("runs", "other")}.", said.Errors.TrimEnd());
    }

    [Theory]
    [InlineData("epochs.parquet")]
    [InlineData("run.parquet")]
    [InlineData("metrics.parquet")]
    public void A_run_with_a_damaged_file_is_named_and_the_others_are_reported(string file)
    {
        trained.CopyTo(Runs);
        var damaged = Directory.GetFiles(Runs, file, SearchOption.AllDirectories)[0];
        File.WriteAllText(damaged, "no Parquet");
        var said = MetricProcess.Run("report", Runs);
        Assert.Equal(1, said.ExitCode);
        Assert.Contains($"{damaged} cannot be read as Parquet: ", said.Errors);
        var page = File.ReadAllText(said.Output.TrimEnd());
        Assert.Contains("(broken)", page);
        Assert.Contains("3 of 4 complete", page);

        var compared = MetricProcess.Run("compare", Runs);
        Assert.Equal(1, compared.ExitCode);
        Assert.Contains(damaged, compared.Errors);
        Assert.Contains("against contrastive", compared.Output);
    }

    [Theory]
    [InlineData("queries.parquet", false)]
    [InlineData("embeddings.parquet", false)]
    [InlineData("embeddings.parquet", true)]
    public void A_page_lacks_the_part_of_a_damaged_or_missing_file_alone(string file, bool isMissing)
    {
        trained.CopyTo(Runs);
        var damaged = Directory.GetFiles(Runs, file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        if (isMissing)
            File.Delete(damaged);
        else
            File.WriteAllText(damaged, "no Parquet");
        var said = MetricProcess.Run("report", Runs);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains(damaged, said.Errors);
        Assert.Contains("4 of 4 complete", File.ReadAllText(said.Output.TrimEnd()));
    }
}

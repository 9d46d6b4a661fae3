namespace MetricPlugins.Tests.Cli;

/// <summary><c>metric analyze</c>, <c>metric compare</c> and <c>metric report</c>, on the runs of a study.</summary>
public sealed class AnalysisTests(TrainedStudy trained) : StudyScript, IClassFixture<TrainedStudy>
{
    private static readonly string[] Files = ["metrics.parquet", "classes.parquet", "class_pairs.parquet", "queries.parquet"];

    private string Study => Path.Combine(Runs, "two");

    [Fact]
    public void Stored_runs_are_analysed_anew_to_the_same_bytes()
    {
        trained.CopyTo(Runs);
        var files = Files.SelectMany(name => Directory.GetFiles(Study, name, SearchOption.AllDirectories)).ToDictionary(path => path, File.ReadAllBytes);
        Assert.Equal(4 * Files.Length, files.Count);
        foreach (var path in files.Keys)
            File.Delete(path);

        var said = MetricProcess.Run("analyze", Study, "--threads", "1");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("Analysed 4 of 4 runs", said.Output);
        Assert.All(files, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        Assert.Contains("4 runs, 4 complete", MetricProcess.Run("runs", "list", "--out", Runs).Output);

        var json = MetricProcess.Run("analyze", Directory.GetDirectories(Study, "seed-1", SearchOption.AllDirectories)[0], "--threads", "1", "--json").Json;
        var metrics = Assert.Single(json.GetProperty("runs").EnumerateArray()).GetProperty("metrics").EnumerateArray();
        Assert.Single(metrics, m => (m.GetProperty("split").GetString(), m.GetProperty("metric").GetString()) == ("test", "map_at_r"));
    }

    [Fact]
    public void A_run_that_cannot_be_analysed_is_named_and_the_others_are()
    {
        trained.CopyTo(Runs);
        var embeddings = Directory.GetFiles(Study, "embeddings.parquet", SearchOption.AllDirectories);
        File.WriteAllText(embeddings[0], "no Parquet");
        var unfinished = Path.Combine(Path.GetDirectoryName(embeddings[1])!, "run.json");
        File.WriteAllText(unfinished, File.ReadAllText(unfinished).Replace("\"complete\"", "\"failed\"", StringComparison.Ordinal));

        var said = MetricProcess.Run("analyze", Study);
        Assert.Equal(1, said.ExitCode);
        Assert.Contains(embeddings[0], said.Errors);
        Assert.Contains($"The run in {Path.GetDirectoryName(unfinished)} is not fully trained.", said.Errors);
        Assert.Contains("Analysed 2 of 4 runs", said.Output);
    }

    [Fact]
    public void What_cannot_be_measured_is_told_by_train_and_analyze()
    {
        var reason = "Every class of the test split has one sample: spread within classes, alignment, retrieval and nmi cannot be measured.";
        var said = MetricProcess.Run(
            "train", "--dataset", "synthetic:samples_per_class=5,label_noise=0,outlier_share=0", "--model", "mlp", "--loss", "contrastive",
            "--epochs", "1", "--threads", "1", "--out", Runs);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains($"WRN {reason}", said.Errors);
        Assert.Contains($"WRN {reason}", MetricProcess.Run("analyze", Runs, "--threads", "1").Errors);
        var report = MetricProcess.Run("report", Path.Combine(Runs, "train"));
        Assert.Equal((0, ""), (report.ExitCode, report.Errors));
    }

    [Fact]
    public void Ctrl_C_ends_the_analysis_and_leaves_each_file_whole_or_absent()
    {
        for (var copy = 0; copy < 10; copy++)
            trained.CopyTo(Path.Combine(Runs, $"{copy}"));
        var files = Files.SelectMany(name => Directory.GetFiles(Runs, name, SearchOption.AllDirectories)).ToDictionary(path => path, File.ReadAllBytes);
        foreach (var path in files.Keys)
            File.Delete(path);

        using var process = MetricProcess.Start("analyze", Runs, "--threads", "1");
        TestProcess.Await(process, () => files.Keys.Any(File.Exists));
        TestProcess.Signal(process);
        Assert.Equal(130, TestProcess.Finish(process).ExitCode);
        Assert.Contains(files.Keys, path => !File.Exists(path));
        Assert.All(files.Where(file => File.Exists(file.Key)), file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        Assert.Empty(Directory.GetFiles(Runs, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void Losses_are_compared_with_the_baseline_in_plain_words_and_in_numbers()
    {
        var said = MetricProcess.Run("compare", trained.Folder);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("synthetic, mlp, intra μ (Euclidean), against contrastive ", said.Output);
        Assert.Contains("†; 2 seeds, t(1) = ", said.Output);
        Assert.Contains("† Two seeds: ", said.Output);
        Assert.Matches("triplet:mining=all, over classes: .*; 10 classes, t\\(9\\) = ", said.Output);

        var recall = Assert.Single(MetricProcess.Run("compare", trained.Folder, "--baseline", "triplet", "--metric", "recall_at_1_cos", "--json").Json.GetProperty("comparisons").EnumerateArray());
        Assert.Equal(("contrastive", "triplet:mining=all", 2), (recall.GetProperty("loss").GetString(), recall.GetProperty("baseline").GetString(), recall.GetProperty("seeds").GetInt32()));
        Assert.Equal(
            recall.GetProperty("loss_mean").GetDouble() - recall.GetProperty("baseline_mean").GetDouble(), recall.GetProperty("over_seeds").GetProperty("difference").GetDouble(), 1e-12);

        var csv = MetricProcess.Run("compare", trained.Folder, "--metric", "nmi_euclid", "--csv").Output.TrimEnd().Split('\n');
        Assert.Equal(2, csv.Length);
        Assert.StartsWith("synthetic,mlp,nmi_euclid,triplet:mining=all,contrastive,2,", csv[1]);
    }

    [Fact]
    public void A_report_names_the_file_that_a_figure_could_not_be_drawn_from()
    {
        trained.CopyTo(Runs);
        var figures = Path.Combine(Study, "report", "figures");
        foreach (var pairs in Directory.GetFiles(Path.Combine(Study, "synthetic", "mlp", "contrastive"), "class_pairs.parquet", SearchOption.AllDirectories))
            File.WriteAllText(pairs, "no Parquet");

        var said = MetricProcess.Run("report", Study);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("report.html", said.Output);
        Assert.Contains("class_pairs.parquet cannot be read as Parquet: ", said.Errors);
        Assert.False(File.Exists(Path.Combine(figures, "synthetic-mlp-class-inter-contrastive.svg")));
        Assert.True(File.Exists(Path.Combine(figures, "synthetic-mlp-variance-map.svg")));
        Assert.Single(MetricProcess.Run("report", Study, "--json").Json.GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public void A_script_compares_by_one_figure()
    {
        var said = Run(Two.Replace("|> report", "|> compare (RecallAt 1) |> print", StringComparison.Ordinal));
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("synthetic, mlp, R@1, against contrastive ", said.Output);
        Assert.DoesNotContain("intra", said.Output);
    }

    [Fact]
    public void A_baseline_is_known_by_the_options_of_its_preset()
    {
        Assert.Equal(0, Run(Two.Replace("epochs 2", "preset z25\n    epochs 1", StringComparison.Ordinal)).ExitCode);
        var said = MetricProcess.Run("compare", Study, "--metric", "recall_at_1_cos", "--json").Json;
        Assert.Equal("contrastive:pairs=balanced,margin=1.0", said.GetProperty("baseline").GetString());
        Assert.Single(said.GetProperty("comparisons").EnumerateArray());
    }

    [Fact]
    public void One_seed_tells_no_difference_from_chance()
    {
        Assert.Equal(0, Run(Two.Replace("[ 0; 1 ]", "[ 3 ]", StringComparison.Ordinal)).ExitCode);
        var said = MetricProcess.Run("compare", Study, "--metric", "recall_at_1_cos");
        Assert.Contains("one seed in common, so no test", said.Output);
        Assert.DoesNotContain("95 % interval", said.Output);
    }

    [Fact]
    public void Wrong_words_are_answered_with_the_right_ones()
    {
        Assert.Equal("The runs of two have no loss tripled. Their losses: contrastive, triplet:mining=all.", Refusal("compare", trained.Folder, "--baseline", "tripled"));
        Assert.StartsWith("No metric named \"recal_at_1\". Did you mean recall_at_1? Known: intra_mean_euclid, ", Refusal("compare", trained.Folder, "--metric", "recal_at_1"));
        Assert.StartsWith("No metric named \"nmi_eucild\". Did you mean nmi_euclid? Known: ", Refusal("compare", trained.Folder, "--metric", "nmi_eucild"));
        Assert.StartsWith("/nowhere does not exist.", Refusal("compare", "/nowhere"));
        Assert.Equal("The folder of runs to analyse does not exist: /nowhere.", Refusal("analyze", "/nowhere"));
        Assert.StartsWith($"{folder.Path}/empty and its subfolders contain no embeddings.parquet", Refusal("analyze", Directory.CreateDirectory(folder.File("empty")).FullName));
    }

    private static string Refusal(params string[] arguments)
    {
        var said = MetricProcess.Run(arguments);
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        return said.Errors.Trim();
    }
}

using System.Text.Json;
using MetricPlugins.Tests.Host.Images;

namespace MetricPlugins.Tests.Cli;

/// <summary>From image files through a frozen backbone and stored features to a report.</summary>
public sealed class BackboneTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public BackboneTests()
    {
        SmallImages.Write(folder.File("images"));
        RandomWeights.Clip(folder.File("tiny"));
    }

    private string Cache => folder.File("cache", "features");

    private string Study => $$"""
        study "frozen" {
            dataset "image-folder"
            data_folder "image-folder" "images"
            model (plugin "clip-vit-b32" |> set "weights" "{{folder.File("tiny")}}")
            baseline (loss "contrastive")
            losses [ loss "triplet" ]
            seeds [ 0; 1 ]
            epochs 2
            batch_size 8
        }
        |> run |> report
        """;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Features_are_computed_once_and_the_backbone_alone_stands_in_every_table()
    {
        var said = Run(Study);
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Equal(2, Count(said.Errors, "Features of image-folder"));
        Assert.Equal(2, Directory.GetFiles(Cache, "features.npy", SearchOption.AllDirectories).Length);

        var report = folder.File("runs", "frozen", "report");
        var tables = Directory.GetFiles(Path.Combine(report, "tables"));
        Assert.NotEmpty(tables);
        Assert.All(tables.Where(t => !Path.GetFileName(t).StartsWith("comparison", StringComparison.Ordinal)), table => Assert.Contains("untrained", File.ReadAllText(table), StringComparison.Ordinal));
        Assert.Contains("untrained", File.ReadAllText(Path.Combine(report, "report.html")), StringComparison.Ordinal);

        // All is there: nothing is computed, and nothing is written otherwise than before.
        var page = File.ReadAllText(Path.Combine(report, "report.html"));
        var again = Run(Study);
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.DoesNotContain("Features of", again.Errors, StringComparison.Ordinal);
        Assert.Equal(0, MetricProcess.Run("report", folder.File("runs")).ExitCode);
        Assert.Equal(page, File.ReadAllText(Path.Combine(report, "report.html")));

        // Heads are trained anew, on the same features.
        var fresh = Run(Study, "--fresh");
        Assert.True(fresh.ExitCode == 0, fresh.Errors);
        Assert.DoesNotContain("Features of", fresh.Errors, StringComparison.Ordinal);

        var compared = MetricProcess.Run("compare", folder.File("runs"));
        Assert.Equal(0, compared.ExitCode);
        Assert.DoesNotContain("untrained", compared.Output, StringComparison.Ordinal);
        Assert.Contains("triplet", compared.Output, StringComparison.Ordinal);

        var listed = MetricProcess.Run("runs", "list", "--out", folder.File("runs"));
        Assert.Contains("5 runs, 5 complete", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", listed.Output, StringComparison.Ordinal);

        var analysed = MetricProcess.Run("analyze", folder.File("runs"), "--json");
        Assert.Equal(0, analysed.ExitCode);
        Assert.Equal(5, analysed.Json.GetProperty("runs").GetArrayLength());
        Assert.Equal(0, MetricProcess.Run("report", folder.File("runs")).ExitCode);
        Assert.Equal(0, Run(Study).ExitCode);
    }

    [Fact]
    public void Jobs_side_by_side_share_the_features_and_come_to_the_same()
    {
        Assert.Equal(0, Run(Study, "--out", folder.File("one")).ExitCode);
        Directory.Delete(Cache, recursive: true);
        var said = Run(Study, "--jobs", "2", "--out", folder.File("two"));
        Assert.True(said.ExitCode == 0, said.Errors);
        var files = Directory.GetFiles(folder.File("one"), "*.parquet", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "timings.parquet").ToList();
        Assert.Equal(5, files.Count(f => Path.GetFileName(f) == "run.parquet"));
        var differing = files.Where(file => !File.ReadAllBytes(file).SequenceEqual(File.ReadAllBytes(file.Replace(folder.File("one"), folder.File("two"), StringComparison.Ordinal))));
        Assert.True(!differing.Any(), $"other bytes: {string.Join(", ", differing)}");
        Assert.Equal(2, Directory.GetFiles(Cache, "features.npy", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_broken_image_is_named_once_and_nothing_is_trained()
    {
        Break("c", 7);
        var said = Train();
        Assert.NotEqual(0, said.ExitCode);
        Assert.Equal(1, Count(said.Errors, "is a broken image"));
        Assert.Contains(folder.File("images", "c", "007.jpg"), said.Errors, StringComparison.Ordinal);
        Assert.Contains("--on-bad-image skip", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_images_are_left_out_where_that_is_asked_for_and_told()
    {
        Break("c", 7);
        Break("a", 5);
        var said = Run(Study, "--on-bad-image", "skip");
        Assert.True(said.ExitCode == 0, said.Errors);

        // Once a split, however many runs there are.
        Assert.InRange(Count(said.Errors, "Broken images left out of the "), 1, 2);
        var manifests = Directory.GetFiles(folder.File("runs"), "run.json", SearchOption.AllDirectories);
        Assert.Equal(5, manifests.Length);
        Assert.All(manifests, manifest => Assert.Equal(2, Json(manifest).GetProperty("left_out").GetInt32()));

        var stop = Run(Study);
        Assert.Equal(2, stop.ExitCode);
        Assert.Contains("without 2 broken images", stop.Errors, StringComparison.Ordinal);

        // Nor do features that lack them serve a run that stops at broken images.
        var elsewhere = Train("--out", folder.File("elsewhere"));
        Assert.NotEqual(0, elsewhere.ExitCode);
        Assert.Contains("is a broken image", elsewhere.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_keeps_the_features_that_are_there_and_the_next_time_goes_on()
    {
        SmallImages.Write(folder.File("images"), each: 100);
        RandomWeights.Clip(folder.File("tiny"), hidden: 64, layers: 4, image: 224);
        using (var process = MetricProcess.Start(folder.Path, Environment(), ["train", .. Arguments()]))
        {
            try
            {
                TestProcess.Await(process, () => Directory.Exists(Cache)
                    && Directory.GetFiles(Cache, "features.part", SearchOption.AllDirectories).Any(part => new FileInfo(part).Length > 256));
                TestProcess.Signal(process);
                Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "it does not end");
                Assert.Equal(130, process.ExitCode);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.Empty(Directory.GetFiles(Cache, "features.json", SearchOption.AllDirectories));
        var done = Json(Assert.Single(Directory.GetFiles(Cache, "progress.json", SearchOption.AllDirectories))).GetProperty("next").GetInt32();
        Assert.InRange(done, 32, 319);
        var said = Train();
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Contains($"resuming at {done} of 320", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_found_where_Hugging_Face_keeps_them()
    {
        RandomWeights.Clip(folder.File("hub", "models--someone--tiny", "snapshots", "abc"));
        Directory.CreateDirectory(folder.File("hub", "models--someone--tiny", "refs"));
        File.WriteAllText(folder.File("hub", "models--someone--tiny", "refs", "main"), "abc");
        string[] arguments = ["train", "--fresh", "--dataset", "image-folder", "--data", folder.File("images"), "--model", "clip-vit-b32:weights=someone/tiny", "--loss", "contrastive", "--epochs", "1", "--threads", "1", "--out", folder.File("runs")];
        foreach (var (name, value) in new[] { ("HF_HUB_CACHE", folder.File("hub")), ("HF_HOME", folder.Path) })
        {
            var said = MetricProcess.Run(folder.Path, Environment((name, value)), arguments);
            Assert.True(said.ExitCode == 0, said.Errors);
        }

        var told = MetricProcess.Run(folder.Path, Environment(("HF_HUB_CACHE", folder.File("empty"))), arguments);
        Assert.Equal(2, told.ExitCode);
        Assert.Contains("hf download someone/tiny config.json model.safetensors", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Datasets_that_are_not_there_are_named_with_the_way_to_get_them_and_the_others_run()
    {
        Directory.CreateDirectory(folder.File("data", "cub200"));
        var script = Study.Replace("dataset \"image-folder\"", "dataset \"image-folder\"\n    dataset \"cifar10\"\n    dataset \"cub200\"\n    present_data_only", StringComparison.Ordinal);
        var said = Run(script);
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Contains("cifar10 does not exist. Get it: ", said.Errors, StringComparison.Ordinal);
        Assert.Contains("metric data get cifar10", said.Errors, StringComparison.Ordinal);
        Assert.Contains("cub200 is empty. Get it: metric data get cub200", said.Errors, StringComparison.Ordinal);
        Assert.Equal(["image-folder"], Directory.GetDirectories(folder.File("runs", "frozen")).Select(Path.GetFileName).Where(name => name != "report"));
        Assert.Contains("metric data get cifar10", File.ReadAllText(folder.File("runs", "frozen", "report", "report.html")), StringComparison.Ordinal);

        Directory.Delete(folder.File("images"), recursive: true);
        var none = Run(script, "--out", folder.File("none"));
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("metric data get cifar10", none.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("none")));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;

    private void Break(string label, int image) => File.WriteAllText(folder.File("images", label, $"{image:000}.jpg"), $"no image, {label}");

    private string[] Arguments(params string[] more) =>
    [
        "--dataset", "image-folder", "--data", folder.File("images"), "--model", $"clip-vit-b32:weights={folder.File("tiny")}", "--loss", "contrastive", "--epochs", "1", "--batch-size", "8",
        .. more.Contains("--out") ? more : ["--out", folder.File("runs"), .. more],
    ];

    private Said Train(params string[] more) => MetricProcess.Run(folder.Path, Environment(), ["train", .. Arguments(more)]);

    private Said Run(string script, params string[] more)
    {
        File.WriteAllText(folder.File("study.fsx"), script);
        string[] output = more.Contains("--out") ? [] : ["--out", folder.File("runs")];
        return MetricProcess.Run(folder.Path, Environment(), ["run", folder.File("study.fsx"), "--threads", "1", .. output, .. more]);
    }

    /// <summary>With a cache of the test's own.</summary>
    private (string Name, string Value)[] Environment(params (string Name, string Value)[] more) => [("METRIC_CACHE", folder.File("cache")), .. more];
}

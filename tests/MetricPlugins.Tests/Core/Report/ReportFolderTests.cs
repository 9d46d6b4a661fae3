using System.Text.Json.Nodes;
using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core.Reporting;

/// <summary>What a report leaves of an earlier one, and of its readers' files.</summary>
public sealed class ReportFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_report_deletes_what_it_no_longer_writes_and_nothing_else()
    {
        var study = await StudyAsync();
        var before = Written(study);
        Assert.Contains("figures/cifar10-mlp-class-inter-triplet.svg", before);
        Assert.Contains("figures/cifar10-mlp-class-inter-triplet.png", before);
        Assert.Contains("tables/retrieval.md", before);
        string[] notes = ["figures/mine.svg", "figures/cifar10-mlp-loss.pdf", "tables/notes.md", "tables/comparison.csv", "notes.md"];
        foreach (var name in notes)
            await File.WriteAllTextAsync(At(study, name), "mine");

        Forget(study, "triplet");
        MetricPlugins.Core.Report.Write(study);

        var after = Files(study);
        Assert.Equal([.. Written(study).Concat(notes).Append("report.html").Append("written.txt").Order(StringComparer.Ordinal)], after);
        Assert.DoesNotContain(after, name => name.Contains("triplet", StringComparison.Ordinal));
        Assert.Contains("figures/cifar10-mlp-class-inter-contrastive.svg", after);
        Assert.All(notes, name => Assert.Equal("mine", File.ReadAllText(At(study, name))));
    }

    [Fact]
    public async Task A_figure_that_can_no_longer_be_drawn_does_not_stay_as_it_was()
    {
        var study = await StudyAsync();
        await File.WriteAllTextAsync(Path.Combine(study, "cifar10", "mlp", "triplet", "default", "seed-0", AnalysisFiles.ClassPairs), "no table");

        Assert.Single(MetricPlugins.Core.Report.Write(study).Warnings);
        Assert.False(File.Exists(At(study, "figures/cifar10-mlp-class-inter-triplet.svg")));
        Assert.False(File.Exists(At(study, "figures/cifar10-mlp-class-inter-triplet.png")));
    }

    [Fact]
    public async Task A_list_deletes_nothing_elsewhere()
    {
        var study = await StudyAsync();
        var outside = folder.File("outside.svg");
        string[] claimed = ["../study.json", "figures/../../study.json", "figures/..", "figures", "", outside, "/", "notes.md", "tables/sub/deep.md"];
        Directory.CreateDirectory(At(study, "tables/sub"));
        foreach (var path in new[] { outside, At(study, "notes.md"), At(study, "tables/sub/deep.md") })
            await File.WriteAllTextAsync(path, "mine");
        await File.AppendAllLinesAsync(At(study, "written.txt"), claimed);

        Assert.Empty(MetricPlugins.Core.Report.Write(study).Warnings);
        foreach (var path in new[] { outside, At(study, "notes.md"), At(study, "tables/sub/deep.md"), Path.Combine(study, "study.json") })
            Assert.True(File.Exists(path), path);
        Assert.DoesNotContain(Written(study), name => claimed.Contains(name));
    }

    [Fact]
    public async Task A_report_that_was_cut_off_leaves_nothing_unlisted()
    {
        var study = await StudyAsync();
        // The first figure cannot be written: a folder is in its place.
        var blocked = At(study, Written(study).First(name => name.StartsWith("figures/", StringComparison.Ordinal)));
        foreach (var name in Written(study))
            File.Delete(At(study, name));
        File.Delete(At(study, "written.txt"));
        Directory.CreateDirectory(blocked);
        Assert.ThrowsAny<Exception>(() => MetricPlugins.Core.Report.Write(study));
        Assert.Contains("tables/retrieval.md", Written(study));

        Directory.Delete(blocked);
        Forget(study, "triplet");
        MetricPlugins.Core.Report.Write(study);
        Assert.DoesNotContain(Files(study), name => name.Contains("triplet", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Two losses, reported.</summary>
    private async Task<string> StudyAsync()
    {
        var study = await StoredStudies.WriteAsync(folder.Path, losses: 2, datasets: 1, seeds: 1);
        MetricPlugins.Core.Report.Write(study);
        return study;
    }

    /// <summary>The study without one of its losses.</summary>
    private static void Forget(string study, string loss)
    {
        Directory.Delete(Path.Combine(study, "cifar10", "mlp", loss), recursive: true);
        var path = Path.Combine(study, "study.json");
        var plan = JsonNode.Parse(File.ReadAllText(path))!;
        plan["runs"]!.AsArray().RemoveAll(run => (string?)run!["loss"] == loss);
        File.WriteAllText(path, plan.ToJsonString());
    }

    private static string At(string study, string name) => Path.Combine(study, "report", name);

    private static string[] Written(string study) => File.ReadAllLines(At(study, "written.txt"));

    private static string[] Files(string study) =>
        [.. Directory.GetFiles(Path.Combine(study, "report"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Path.Combine(study, "report"), path)).Order(StringComparer.Ordinal)];
}

using System.Globalization;
using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core.Reporting;

/// <summary>Studies as training and analysis leave them, written by the product's own writers from made-up embeddings and steps.</summary>
internal static class StoredStudies
{
    private static readonly string[] Plugins = ["contrastive", "triplet", "npair", "infonce", "supcon", "arcface", "ccl"];
    private static readonly (string Name, int Classes)[] Datasets = [("cifar10", 10), ("synthetic", 10), ("fashion-mnist", 10), ("cars196", 196), ("cub200", 200)];

    /// <summary>As many losses as asked for: the seven, then those with other options.</summary>
    public static IReadOnlyList<string> Losses(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i < Plugins.Length ? Plugins[i] : $"{Plugins[i % Plugins.Length]}:margin=0.{i}")];

    /// <summary>Writes a study of so many losses, datasets and seeds, and of about so many test samples, and gives back its folder.</summary>
    public static async Task<string> WriteAsync(string output, int losses, int datasets, int seeds, int samples = 200)
    {
        var plan = (from dataset in Datasets.Take(datasets) from seed in Enumerable.Range(0, seeds) from loss in Losses(losses) select (dataset, seed, loss)).ToList();
        var study = Path.Combine(output, "made-up");
        var planned = new PlannedRun[plan.Count];
        await Parallel.ForAsync(0, plan.Count, async (i, _) =>
        {
            var (dataset, seed, loss) = plan[i];
            var parts = loss.Split(':');
            var run = new RunIdentity("made-up", dataset.Name, "mlp", parts[0], parts.Length == 1 ? "default" : parts[1].Replace('=', '-'), seed, "{}");
            var folder = RunFiles.Folder(output, run);
            await new MadeUpRun(run, dataset.Classes, place: i % losses, samples).WriteAsync(folder);
            planned[i] = new PlannedRun(dataset.Name, "mlp", loss, run.Variant, seed, "hash", Path.GetRelativePath(study, folder), RunStatus.Complete, null);
        });

        MetricPlugins.Core.Manifest.PublishStudy(study, Manifest(planned));
        return study;
    }

    private static StudyManifest Manifest(IReadOnlyList<PlannedRun> runs) => new()
    {
        Study = "made-up",
        Status = RunStatus.Complete,
        Started = MadeUpRun.Started,
        Baseline = "contrastive",
        Training = [],
        Overrides = new Dictionary<string, string> { ["epochs"] = MadeUpRun.Epochs.ToString(CultureInfo.InvariantCulture) },
        Warnings = [],
        Runs = runs,
        Device = "cpu",
        Threads = 2,
        Versions = MadeUpRun.Versions,
        ScriptPath = "made-up.fsx",
        Script = "// Which loss keeps <b>the spread</b>?\nstudy \"made-up\" { dataset \"cifar10\" }\n|> run |> report // </script>",
    };
}

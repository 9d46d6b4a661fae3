using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core.Reporting;

/// <summary>One run: the larger the loss's place, the wider its classes; the seed moves all of it a little.</summary>
internal sealed class MadeUpRun(RunIdentity run, int classes, int place, int samples)
{
    public const int Epochs = 20;

    private const int Size = 16;

    private readonly Random random = new((int)(run.Seed * 1000) + place);

    public static DateTime Started { get; } = new(2026, 3, 1, 9, 30, 0, DateTimeKind.Utc);

    public static Dictionary<string, string> Versions { get; } = new() { ["metric"] = "0.0.0", ["libtorch"] = "1.13.1" };

    public async Task WriteAsync(string folder)
    {
        var test = Embeddings(perClass: Math.Max(4, samples / classes));
        string[] names = [.. Enumerable.Range(0, classes).Select(c => $"class {c} <&>")];
        var steps = Steps();
        var epochs = Greediness.Epochs(steps);
        await RunFiles.WriteStepsAsync(Path.Combine(folder, RunFiles.Steps), run, steps);
        await RunFiles.WriteEpochsAsync(Path.Combine(folder, RunFiles.Epochs), run, epochs);
        await RunFiles.WriteEmbeddingsAsync(Path.Combine(folder, RunFiles.Embeddings), run, names, [test]);
        await RunFiles.WriteRunAsync(Path.Combine(folder, RunFiles.Run), run, Training, Facts(test.Labels.Length), Greediness.Summarize(steps));
        await AnalysisFiles.WriteAsync(folder, run, Analysis(names, test));
        int[] sample = [.. Enumerable.Range(0, test.Labels.Length)];
        var inputs = InputProjection.Project(sample.Length, sample, new LabelledRows(test.Labels, test.Embeddings, test.EmbeddingSize));
        await InputProjection.WriteAsync(Path.Combine(folder, InputProjection.File), run, inputs);
        MetricPlugins.Core.Manifest.PublishRun(folder, Manifest());
    }

    private RunManifest Manifest() => new()
    {
        Status = RunStatus.Complete,
        Heartbeat = Started,
        Started = Started,
        Finished = Started,
        Epochs = Epochs,
        Study = run.Study,
        Variant = run.Variant,
        Config = [],
        ConfigHash = "hash",
        Plugins = new Dictionary<string, string>(),
        Versions = Versions,
        Device = "cpu",
        Threads = 2,
        Machine = "test",
        ProcessId = 1,
        Files = [],
    };

    private static TrainingSettings Training => Settings.Set("epochs", $"{Epochs}", TrainingSettings.Default);

    private RunFacts Facts(int samples) => new("{}", "{}", "hash", "cpu", 2, classes, Size, 4 * samples, 0, samples, 10_336);

    /// <summary>What the product measures, some of it made up so that losses differ as wanted.</summary>
    private RunAnalysis Analysis(string[] names, SplitEmbeddings test)
    {
        var measured = MetricPlugins.Core.Analysis.Measure(names, [test], _ => { }, CancellationToken.None);
        var recall = 0.9 - (0.02 * place) + (0.004 * Normal());
        var beside = new[] { 1, 2, 4, 5, 8, 10 }.Select(k => new Metric("test", $"recall_at_{k}", "cos", 1 - ((1 - recall) / Math.Sqrt(k))))
            .Append(new Metric("test", "knn_accuracy", "cos", recall + (0.002 * Normal())))
            .Append(new Metric("test", "map_at_r", "cos", recall - 0.1))
            .Append(new Metric("test", "effective_rank", "none", 8 + Normal()))
            .Append(new Metric("test", "nmi", "euclid", null)).ToDictionary(metric => metric.Name);
        return new RunAnalysis(measured.ClassNames, measured.Geometries, measured.Queries, [.. measured.Metrics.Where(metric => !beside.ContainsKey(metric.Name)), .. beside.Values], []);
    }

    private StepRow[] Steps() => [.. Enumerable.Range(0, Epochs * 3).Select(step =>
    {
        var epoch = step / 3;
        var falling = Math.Exp(-epoch / (4.0 + place));
        return StepRow.Of(
            step, epoch, 64, (1 + place) * (0.2 + falling + (0.05 * random.NextDouble())), 2016, (int)(2016 * Math.Min(1, 0.1 + (0.8 * falling) + (0.05 * random.NextDouble()))),
            (int)(64 * falling), Math.Pow(10, place % 3) * (falling + (0.1 * random.NextDouble())), 0, falling, 1e-3);
    })];

    private SplitEmbeddings Embeddings(int perClass)
    {
        // Centres belong to the dataset, whatever loss and seed.
        var draws = new Random(classes);
        var centers = Enumerable.Range(0, classes).Select(_ => Enumerable.Range(0, Size).Select(_ => draws.NextDouble() - 0.5).ToArray()).ToArray();
        var spread = 0.05 + (0.02 * place) + (0.005 * random.NextDouble());
        var rows = from c in Enumerable.Range(0, classes) from i in Enumerable.Range(0, perClass) select (Label: (long)c, Values: Unit([.. centers[c].Select(v => v + (spread * Normal()))]));
        var all = rows.Append((Label: -1, Values: Unit([.. centers[0].Select(v => -v)]))).ToList();
        return new SplitEmbeddings("test", [.. Enumerable.Range(0, all.Count).Select(i => (long)i)], [.. all.Select(row => row.Label)], [.. all.SelectMany(row => row.Values)], Size);
    }

    private static float[] Unit(double[] values)
    {
        var norm = Math.Sqrt(values.Sum(v => v * v));
        return [.. values.Select(v => (float)(v / norm))];
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

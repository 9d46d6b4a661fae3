using MetricPlugins.Core;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using static MetricPlugins.Tests.Host.TestRuns;

namespace MetricPlugins.Tests.Host;

/// <summary>A run is trained, then measured: what goes wrong in the second stage costs nothing of the first.</summary>
public sealed class RunStageTests : IDisposable
{
    private readonly TestRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OutOfMemoryException))]
    public void What_fails_while_measuring_leaves_a_trained_run_that_analyze_completes(Type thrown)
    {
        var whole = runs.Run(Config<TripletLoss>(), "whole");
        var failed = Session(Config<TripletLoss>(), "failed", () => throw (Exception)Activator.CreateInstance(thrown)!).Run(_ => { }, fresh: true, default);

        var manifest = Manifest.ReadRun(failed.Folder)!.Value;
        Assert.Equal((RunStatus.Trained, RunStatus.Trained), (failed.Status, manifest.Status));
        Assert.StartsWith($"Measuring failed: {thrown.Name}: ", manifest.Error);
        Assert.Contains("metric analyze", failed.Error?.Value);
        Assert.False(File.Exists(Path.Combine(failed.Folder, RunFiles.Run)));

        Measuring.Run(failed.Folder, _ => { }, default);
        manifest = Manifest.ReadRun(failed.Folder)!.Value;
        Assert.Equal((RunStatus.Complete, null), (manifest.Status, manifest.Error));
        SameFiles(whole.Folder, failed.Folder);
    }

    [Fact]
    public void An_interrupted_measurement_goes_on_without_training_again()
    {
        var whole = runs.Run(Config<TripletLoss>("mining=random"), "whole");
        using var cancellation = new CancellationTokenSource();
        var stopped = Session(Config<TripletLoss>("mining=random"), "stopped", cancellation.Cancel).Run(_ => { }, fresh: true, cancellation.Token);
        Assert.Equal((RunStatus.Interrupted, RunStatus.Trained), (stopped.Status, Manifest.ReadRun(stopped.Folder)!.Value.Status));

        var steps = new List<TrainingProgress>();
        var measured = runs.Session(Config<TripletLoss>("mining=random"), "stopped").Run(steps.Add, fresh: false, default);
        Assert.Equal((RunStatus.Complete, whole.Figures!.Value), (measured.Status, measured.Figures!.Value));
        Assert.All(steps, step => Assert.NotNull(step.Measuring));
        SameFiles(whole.Folder, measured.Folder);
    }

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 8)]
    public void A_trained_run_of_another_configuration_or_one_asked_for_afresh_is_trained(bool fresh, int batchSize)
    {
        var config = Config<ContrastiveLoss>();
        Session(config, "trained", () => throw new InvalidOperationException()).Run(_ => { }, fresh: true, default);
        var folder = runs.Session(config, "trained").Folder;

        // The trained run lies where this one's results go.
        var other = runs.Session(config with { Training = Training(epochs: 2, batchSize: batchSize) }, "other");
        Directory.CreateDirectory(Path.GetDirectoryName(other.Folder)!);
        Directory.Move(folder, other.Folder);

        var steps = new List<TrainingProgress>();
        Assert.Equal(RunStatus.Complete, other.Run(steps.Add, fresh, default).Status);
        Assert.Contains(steps, step => step.Measuring is null);
    }

    [Fact]
    public void A_trained_run_with_a_damaged_file_is_trained_again()
    {
        var config = Config<ContrastiveLoss>();
        var trained = Session(config, "damaged", () => throw new InvalidOperationException()).Run(_ => { }, fresh: true, default);
        File.AppendAllText(Path.Combine(trained.Folder, RunFiles.Embeddings), "x");
        var steps = new List<TrainingProgress>();
        Assert.Equal(RunStatus.Complete, runs.Session(config, "damaged").Run(steps.Add, fresh: false, default).Status);
        Assert.Contains(steps, step => step.Measuring is null);
    }

    /// <summary>A session whose measuring does this first.</summary>
    private RunSession Session(RunConfig config, string output, Action first) =>
        new(config, runs.File(output), runs.Datasets, torch.CPU, Serilog.Core.Logger.None)
        {
            Analyse = (_, _, _, _) =>
            {
                first();
                throw new OperationCanceledException();
            },
        };

    private static void SameFiles(string expected, string actual)
    {
        string[] Names(string folder) => [.. Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order()];
        Assert.Equal(Names(expected), Names(actual));
        foreach (var name in Names(expected).Where(name => name != RunFiles.Timings))
            Assert.Equal(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name)));
    }
}

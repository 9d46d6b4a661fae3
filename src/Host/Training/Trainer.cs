using System.Diagnostics;
using MetricPlugins.Core;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Progress of a run: of its training, with figures of the steps since the last report, or of measuring.</summary>
/// <param name="Step">Completed steps.</param>
/// <param name="Steps">Total steps.</param>
/// <param name="Epoch">From 0.</param>
/// <param name="Loss">Mean loss.</param>
/// <param name="ActiveRatio">Null without terms.</param>
/// <param name="Measuring">What is being measured; null during training.</param>
/// <param name="Share">Progress of the measurement, 0 to 1; null if unknown.</param>
internal readonly record struct TrainingProgress(
    long Step, long Steps, int Epoch, double Loss, double? ActiveRatio, string? Measuring = null, double? Share = null)
{
    public static TrainingProgress Of(MeasuringProgress measuring) => new(0, 0, 0, 0, null, measuring.What, measuring.Share);
}

/// <summary>Trains one model with one loss, epoch by epoch.</summary>
internal sealed class Trainer(
    RunConfig config, EmbeddingModel model, MetricLoss loss, TrainingSplit train, Batches batches, EpochProbe probe, Device device) : IDisposable
{
    /// <summary>Number of steps whose diagnostics stay on the device before they are copied.</summary>
    private const int StepsPerFlush = 50;

    private readonly TrainingStep step = new(model, loss, config.Training, new CrossBatchMemory(config.Loss.Options.Memory));
    private readonly RunIdentity run = config.Identity;
    private readonly StepLog log = new();
    private readonly List<TimingRow> timings = [];

    public long ParameterCount => step.ParameterCount;

    public IReadOnlyList<StepRow> Rows => log.Rows;

    public IReadOnlyList<TimingRow> Timings => timings;

    /// <summary>An epoch's row with the geometry measured after it.</summary>
    public EpochRow WithGeometry(EpochRow row) => probe.With(row);

    /// <summary>Trains all epochs. <see cref="Rows"/> has the completed steps even after an exception.</summary>
    /// <param name="report">Receives the progress every few steps.</param>
    /// <param name="cancellation">Requests a stop after the current step.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="NonFiniteException">A loss was not finite.</exception>
    public void Run(Action<TrainingProgress> report, CancellationToken cancellation)
    {
        model.train();
        loss.train();
        for (var epoch = 0; epoch < config.Training.Epochs; epoch++)
        {
            var clock = Stopwatch.StartNew();
            RunEpoch(epoch, report, cancellation);
            timings.Add(new TimingRow(epoch, clock.Elapsed.TotalSeconds, batches.Count / clock.Elapsed.TotalSeconds));
            probe.After(epoch, cancellation);
        }
    }

    public void Dispose()
    {
        log.Dispose();
        step.Dispose();
    }

    private void RunEpoch(int epoch, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        using var epochScope = NewDisposeScope();
        foreach (var batch in batches.Of(epoch, device))
        {
            if (cancellation.IsCancellationRequested)
            {
                Flush(epoch, report);
                throw new OperationCanceledException(cancellation);
            }

            RunStep(epoch, batch, report);
            if (log.Pending == StepsPerFlush)
                Flush(epoch, report);
        }

        Flush(epoch, report);
    }

    private void RunStep(int epoch, BatchRows batch, Action<TrainingProgress> report)
    {
        using var scope = NewDisposeScope();
        var (features, labels) = train.Rows(batch.Rows);
        try
        {
            log.Add(epoch, batch.Samples.Length, config.Training.LearningRate, step.Run(features, labels, batch.Samples));
        }
        catch
        {
            // The steps before it are valid.
            Flush(epoch, report);
            throw;
        }
    }

    private void Flush(int epoch, Action<TrainingProgress> report)
    {
        var before = log.Rows.Count;
        var nonFinite = log.Flush();
        var fresh = log.Rows.Skip(before).ToList();
        if (fresh.Count > 0)
        {
            var terms = fresh.Sum(r => r.Terms);
            report(new TrainingProgress(
                log.Rows.Count, (long)batches.Count * config.Training.Epochs, epoch,
                fresh.Average(r => r.LossValue), terms == 0 ? null : (double)fresh.Sum(r => r.Active) / terms));
        }

        if (nonFinite is var (at, value))
            throw new NonFiniteException($"The loss is {value} at step {at} (loss {run.Loss}, variant {run.Variant}, seed {run.Seed}). The {at} steps before are kept.");
    }
}

/// <summary>Measures the test split's geometry after some epochs, always including the last. Does not affect
/// training.</summary>
internal sealed class EpochProbe(TrainingSettings settings, EmbeddingModel model, TrainingSplit test)
{
    private readonly Dictionary<int, (double? RecallAt1, Distances Intra, Distances Inter)> measured = [];

    /// <summary>An epoch's row with the measurements after it.</summary>
    public EpochRow With(EpochRow row) =>
        measured.TryGetValue(row.Epoch, out var found) ? row.With(found.RecallAt1, found.Intra, found.Inter) : row;

    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public void After(int epoch, CancellationToken cancellation)
    {
        if (settings.VarianceEvery == 0 || ((epoch + 1) % settings.VarianceEvery != 0 && epoch + 1 != settings.Epochs))
            return;

        model.eval();
        var embeddings = test.Embed("test", test.All, model, cancellation);
        model.train();

        var rows = new LabelledRows(embeddings.Labels, embeddings.Embeddings, embeddings.EmbeddingSize);
        var geometry = Variance.Measure(rows);
        measured[epoch] = (Retrieval.RecallAt([1], rows)[0], geometry.Intra.Mean, geometry.Inter.Mean);
    }
}

/// <summary>A loss or an embedding became NaN or infinite.</summary>
internal sealed class NonFiniteException(string message) : Exception(message);

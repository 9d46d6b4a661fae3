using System.Diagnostics;
using MetricPlugins.Core;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Where a training stands; figures are those of the steps since the last report.</summary>
internal readonly record struct TrainingProgress(long Step, long Steps, int Epoch, double Loss, double? ActiveRatio);

/// <summary>How a training ended.</summary>
internal enum TrainingEnd
{
    Finished,
    Interrupted,
    NonFiniteLoss,
}

/// <summary>Trains one model under one loss, epoch by epoch.</summary>
internal sealed class Trainer(RunConfig config, EmbeddingModel model, MetricLoss loss, TrainingSplit train, Device device) : IDisposable
{
    /// <summary>Steps whose diagnostics wait on the device before they are brought over.</summary>
    private const int StepsPerFlush = 50;

    private readonly TrainingStep step = new(model, loss, config.Training.LearningRate, config.Training.WeightDecay);
    private readonly StepLog log = new();
    private readonly List<TimingRow> timings = [];

    public long ParameterCount => step.ParameterCount;

    public IReadOnlyList<StepRow> Rows => log.Rows;

    public IReadOnlyList<TimingRow> Timings => timings;

    /// <summary>The step and value of the loss that was not finite, once training ended by it.</summary>
    public (long Step, double Loss)? NonFinite { get; private set; }

    private long StepsPerEpoch => (train.Count + config.Training.BatchSize - 1) / config.Training.BatchSize;

    /// <summary>Trains all epochs, until the loss is not finite, or until cancelled: then it stops after the step.</summary>
    /// <param name="report">Called every few steps.</param>
    /// <param name="cancellation">Asks to stop.</param>
    public TrainingEnd Run(Action<TrainingProgress> report, CancellationToken cancellation)
    {
        model.train();
        loss.train();
        for (var epoch = 0; epoch < config.Training.Epochs; epoch++)
        {
            var clock = Stopwatch.StartNew();
            if (RunEpoch(epoch, report, cancellation) is var end and not TrainingEnd.Finished)
                return end;
            timings.Add(new TimingRow(epoch, clock.Elapsed.TotalSeconds, StepsPerEpoch / clock.Elapsed.TotalSeconds));
        }

        return TrainingEnd.Finished;
    }

    public void Dispose()
    {
        log.Dispose();
        step.Dispose();
    }

    private TrainingEnd RunEpoch(int epoch, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        using var epochScope = NewDisposeScope();

        // Seeded anew each epoch, so that an epoch's order depends on nothing that came before it.
        using var generator = new Generator((ulong)Seeds.Of(config.Seed, $"order/{epoch}"), CPU);
        var order = randperm(train.Count, generator: generator).to(device).split(config.Training.BatchSize);
        foreach (var rows in order)
        {
            var interrupted = cancellation.IsCancellationRequested;
            if (!interrupted)
                RunStep(epoch, rows, report);
            if (interrupted || log.Pending == StepsPerFlush || ReferenceEquals(rows, order[^1]))
            {
                if (!Flush(epoch, report))
                    return TrainingEnd.NonFiniteLoss;
                if (interrupted)
                    return TrainingEnd.Interrupted;
            }
        }

        return TrainingEnd.Finished;
    }

    private void RunStep(int epoch, Tensor rows, Action<TrainingProgress> report)
    {
        using var scope = NewDisposeScope();
        var (features, labels) = train.Rows(rows);
        try
        {
            log.Add(epoch, (int)rows.shape[0], config.Training.LearningRate, step.Run(features, labels));
        }
        catch
        {
            // The steps before it are whole.
            Flush(epoch, report);
            throw;
        }
    }

    /// <returns>False when a loss was not finite.</returns>
    private bool Flush(int epoch, Action<TrainingProgress> report)
    {
        var before = log.Rows.Count;
        NonFinite = log.Flush();
        var fresh = log.Rows.Skip(before).ToList();
        if (fresh.Count > 0)
        {
            var terms = fresh.Sum(r => r.Terms);
            report(new TrainingProgress(
                log.Rows.Count, StepsPerEpoch * config.Training.Epochs, epoch,
                fresh.Average(r => r.LossValue), terms == 0 ? null : (double)fresh.Sum(r => r.Active) / terms));
        }

        return NonFinite is null;
    }
}

using MetricPlugins.Core;
using MetricPlugins.Host.Results;
using Serilog;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>How a run came out.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Status">Complete, failed or interrupted.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="Figures">There when the run is complete.</param>
/// <param name="Reused">It was complete before.</param>
/// <param name="Error">There when it failed.</param>
internal sealed record RunOutcome(RunIdentity Run, RunStatus Status, string Folder, RunFigures? Figures, bool Reused, string? Error);

/// <summary>Carries out one run: data, training, embeddings, and every file of its folder.</summary>
internal sealed class RunSession(RunConfig config, string output, Device device, ILogger logger)
{
    private readonly RunIdentity identity = config.Identity;

    /// <summary>Trains, unless the folder holds the finished run already.</summary>
    /// <param name="fresh">Train again even so.</param>
    /// <param name="report">Called every few steps.</param>
    /// <param name="cancellation">Asks to stop after the step.</param>
    /// <exception cref="InvalidInputException">A plugin refuses its options or files, or model and data do not fit; nothing
    /// was changed.</exception>
    public RunOutcome Run(bool fresh, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(RunFiles.Folder(output, identity));
        if (!fresh && FinishedFigures(path) is { } stored)
            return new RunOutcome(identity, RunStatus.Complete, path, stored, Reused: true, null);

        using var scope = NewDisposeScope();
        var dataset = config.Dataset.CreateDataset(new DatasetContext(config.DataFolder));
        using var samples = Load(dataset, Split.Train);
        using var testSamples = Load(dataset, Split.Test);
        cancellation.ThrowIfCancellationRequested();

        // The default generator is what a model draws its first weights from, and dropout its choices.
        manual_seed(Seeds.Of(config.Seed, "model"));
        using var model = config.Model.CreateModel(new ModelContext(samples.Inputs.shape[1..], dataset.Classes.Count));
        model.to(device);
        using var generator = new Generator((ulong)Seeds.Of(config.Seed, "loss"), CPU);
        using var loss = config.Loss.CreateLoss(new LossContext(dataset.Classes.Count, model.EmbeddingSize, device, generator));
        loss.to(device);
        using var train = TrainingSplit.Of(samples, model, device, cancellation);
        using var trainer = new Trainer(config, model, loss, train, device);

        using var folder = RunFolder.Hold(path);
        var journal = new RunJournal(folder, config, device);
        logger.Information(
            "Training {Loss} ({Variant}), seed {Seed}: {Samples} samples, {Epochs} epochs, {Parameters} parameters",
            identity.Loss, identity.Variant, identity.Seed, train.Count, config.Training.Epochs, trainer.ParameterCount);
        try
        {
            var (status, figures, error) = Run(journal, dataset, model, train, testSamples, trainer, report, cancellation);
            journal.End(status, error);
            return new RunOutcome(identity, status, path, figures, Reused: false, error);
        }
        catch (InvalidInputException e)
        {
            // A plugin that refuses its input only now: something was trained, so it is this run that failed.
            journal.End(RunStatus.Failed, e.Message);
            return new RunOutcome(identity, RunStatus.Failed, path, null, Reused: false, e.Message);
        }
        catch (OperationCanceledException)
        {
            journal.End(RunStatus.Interrupted, null);
            return new RunOutcome(identity, RunStatus.Interrupted, path, null, Reused: false, null);
        }
        catch (Exception e)
        {
            TryEnd(journal, e);
            throw;
        }
    }

    private (RunStatus Status, RunFigures? Figures, string? Error) Run(
        RunJournal journal, Dataset dataset, EmbeddingModel model, TrainingSplit train, Samples testSamples,
        Trainer trainer, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        TrainingEnd end;
        try
        {
            end = trainer.Run(
                progress =>
                {
                    journal.Beat(trainer);
                    report(progress);
                },
                cancellation);
        }
        finally
        {
            journal.WriteRows(trainer);
        }

        if (end == TrainingEnd.Interrupted)
            return (RunStatus.Interrupted, null, null);
        if (trainer.NonFinite is var (step, value))
        {
            return (RunStatus.Failed, null,
                $"The loss is {value} at step {step} (loss {identity.Loss}, variant {identity.Variant}, seed {identity.Seed}). The {step} steps before it are kept.");
        }

        using var test = TrainingSplit.Of(testSamples, model, device, cancellation);
        return (RunStatus.Complete, journal.WriteResults(trainer, model, dataset, train, test, cancellation), null);
    }

    /// <summary>Says in the folder that the run failed, if the folder can still be written: the failure itself is what the user
    /// must see.</summary>
    private void TryEnd(RunJournal journal, Exception failure)
    {
        try
        {
            journal.End(RunStatus.Failed, failure.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.Error("run.json could not be brought up to date: {Reason}", e.Message);
        }
    }

    /// <summary>The figures of a finished run with this configuration; null when there is none.</summary>
    private RunFigures? FinishedFigures(string path)
    {
        if (RunManifest.Read(path) is not { Status: RunStatus.Complete } manifest)
            return null;
        if (manifest.ConfigHash != config.Hash)
            throw new InvalidInputException($"{path} holds a finished run of another configuration, and nothing is overwritten unasked. Replace it with --fresh, or name another folder: --out FOLDER.");
        if (Changed(manifest) is { } changed)
            throw new InvalidInputException($"{path} holds a finished run made {changed}, and nothing is overwritten unasked. Replace it with --fresh, or name another folder: --out FOLDER.");
        if (RunFolder.Missing(path, manifest.Files) is { } missing)
            throw new InvalidInputException($"{path} says it is complete, but {missing} is missing or has another size. Replace it with --fresh.");
        return RunFiles.ReadFiguresAsync(Path.Combine(path, RunFiles.Run)).GetAwaiter().GetResult();
    }

    /// <summary>What stood behind a stored run and is another now; null when all is the same.</summary>
    private string? Changed(RunManifest manifest) =>
        config.PluginBuilds().Where(p => manifest.Plugins.GetValueOrDefault(p.Key) != p.Value).Select(p => p.Key).FirstOrDefault() is { } plugin
            ? $"by another build of {plugin}"
            : manifest.DataFolder != config.DataFolder ? $"from the data in {manifest.DataFolder}"
            : manifest.Device != device.ToString() ? $"on {manifest.Device}"
            : null;

    private Samples Load(Dataset dataset, Split split)
    {
        var samples = dataset.Load(split);
        using var scope = NewDisposeScope();
        var (least, greatest) = (samples.Labels.min().item<long>(), samples.Labels.max().item<long>());
        if (least >= -1 && greatest < dataset.Classes.Count)
            return samples;
        samples.Dispose();
        throw new InvalidInputException($"Labels are -1 to {dataset.Classes.Count - 1}; dataset {identity.Dataset} gives {least} to {greatest} in its {split} split.");
    }
}

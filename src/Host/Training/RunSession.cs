using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Images;
using Microsoft.FSharp.Core;
using Serilog;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>One run: finds its stored result or carries it out, in two stages: training, then measuring the stored
/// embeddings.</summary>
/// <param name="config">The run's configuration.</param>
/// <param name="output">Folder for all results.</param>
/// <param name="datasets">Data that runs share.</param>
/// <param name="device">The training device.</param>
/// <param name="logger">Log of the run.</param>
/// <param name="inputsLogger">Log for the work on images and features, which may take longer than training; null to use the run's log.</param>
internal sealed class RunSession(RunConfig config, string output, DatasetCache datasets, Device device, ILogger logger, ILogger? inputsLogger = null)
{
    public RunIdentity Identity { get; } = config.Identity;

    /// <summary>Full path of the run's folder, which may not exist yet.</summary>
    public string Folder { get; } = Path.GetFullPath(RunFiles.Folder(output, config.Identity));

    /// <summary>Measures the splits of a trained run.</summary>
    public Analyse Analyse { get; init; } = Analysis.Measure;

    /// <summary>The figures of the complete run in the folder; null if it contains none.</summary>
    /// <exception cref="InvalidInputException">The folder contains a complete run with a different configuration, plugin build, data folder or device, or
    /// with a missing or changed file.</exception>
    public RunFigures? Stored()
    {
        if (Manifest.ReadRun(Folder)?.Value is not { Status: RunStatus.Complete } manifest)
            return null;
        if (manifest.ConfigHash != config.Hash)
            throw new InvalidInputException($"{Folder} holds a finished run with a different configuration ({Difference(manifest)}), which is not overwritten. Replace it with --fresh, or name another folder: --out FOLDER.");
        if (Changed(manifest) is { } changed)
            throw new InvalidInputException($"{Folder} holds a finished run made {changed}, which is not overwritten. Replace it with --fresh, or name another folder: --out FOLDER.");
        if (RunFolder.Damage(Folder, manifest.Files) is { } damage)
            throw new InvalidInputException($"The run in {Folder} is marked complete, but {damage}. Replace it with --fresh.");
        try
        {
            return Figures();
        }
        catch (Exception e)
        {
            // Reading a damaged file may throw any exception.
            throw new InvalidInputException($"The run in {Folder} is marked complete, but its {RunFiles.Run} cannot be read: {e.Message} Replace it with --fresh.", e);
        }
    }

    /// <summary>The outcome of this run.</summary>
    public RunResult Result(RunStatus status, RunFigures? figures = null, bool reused = false, string? error = null) =>
        new(config.Cell, Identity, status, Folder, reused, figures ?? FSharpOption<RunFigures>.None, error ?? FSharpOption<string>.None);

    /// <summary>Loads the data and creates model and loss as <see cref="Run"/> does, then frees them, so that errors of plugins are
    /// reported before training.</summary>
    /// <exception cref="InvalidInputException">A plugin rejects its options or files, an image is broken, or model, sampler and data do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while images were decoded.</exception>
    public void Rehearse(CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var data = datasets.Get(config.Dataset, config.DataFolder);
        Plan(data.Train.Labels);
        using var model = CreateModel(data);
        using var generator = CreateGenerator();
        using var loss = CreateLoss(data, model, generator);
        if (model.Backbone is not null)
            return;

        // A backbone may be expensive, so it runs only when training starts.
        var (train, _) = datasets.Inputs(model.ImageInput, cancellation);
        config.Model.Plugin.Guard("a first look at the data", () => Look(train, model));
    }

    /// <summary>Trains and measures, replacing the folder's content; if the same run is already trained, only measures it. A run
    /// that fails after its folder is locked returns a result instead of throwing, so that a study continues with its other runs.</summary>
    /// <param name="report">Receives the progress every few steps.</param>
    /// <param name="fresh">True to train even if the run is already trained.</param>
    /// <param name="cancellation">Requests a stop after the current step.</param>
    /// <exception cref="InvalidInputException">As <see cref="Rehearse"/>, or the folder cannot be locked; nothing was changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the folder was locked.</exception>
    public RunResult Run(Action<TrainingProgress> report, bool fresh, CancellationToken cancellation)
    {
        if (!fresh && IsTrained())
        {
            cancellation.ThrowIfCancellationRequested();
            using var trained = RunFolder.Hold(Folder);
            return Measure(trained, () => RunFiles.ReadEmbeddingsAsync(trained.PathOf(RunFiles.Embeddings)).GetAwaiter().GetResult(), report, cancellation);
        }

        using var scope = NewDisposeScope();
        var data = datasets.Get(config.Dataset, config.DataFolder);
        Plan(data.Train.Labels);
        using var model = CreateModel(data);
        using var generator = CreateGenerator();
        using var loss = CreateLoss(data, model, generator);
        cancellation.ThrowIfCancellationRequested();

        using var folder = RunFolder.Hold(Folder);
        var journal = new RunJournal(folder, config, device);
        StoredEmbeddings stored;
        try
        {
            journal.Begin();
            stored = Train(journal, data, model, loss, report, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return EndUnfinished(journal, RunStatus.Interrupted, null);
        }
        catch (Exception e) when (e is InvalidInputException or NonFiniteException)
        {
            return EndUnfinished(journal, RunStatus.Failed, e.Message);
        }
        catch (Exception e)
        {
            LogFailure(e);
            return EndUnfinished(journal, RunStatus.Failed, $"{e.GetType().Name}: {PluginFault.OneLine(e.Message)}");
        }

        return Measure(folder, () => stored, report, cancellation);
    }

    private StoredEmbeddings Train(
        RunJournal journal, LoadedDataset data, EmbeddingModel model, MetricLoss loss, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        using var inputs = ModelInputs.Of(config, data, model, datasets, device, inputsLogger ?? logger, cancellation);
        journal.LeftOut(inputs.LeftOut);
        var (holdout, batches) = Plan(inputs.Train.Labels);
        if (model.Backbone is not null)
            new UntrainedRun(config, output, model).Write(
                data.Dataset, inputs, holdout, device, inputsLogger ?? logger, Analyse, progress => report(TrainingProgress.Of(progress)), cancellation);
        using var train = TrainingSplit.Of(inputs.Train, device);
        using var test = TrainingSplit.Of(inputs.Test, device);
        model.eval();
        train.Embed("train", train.All[..Math.Min(2, train.Count)], model, cancellation);
        using var trainer = new Trainer(config, model, loss, train, batches, new EpochProbe(config.Training, model, test), device);
        logger.Information(
            "Training {Loss:l} ({Variant:l}), seed {Seed}: {Samples} samples, {Epochs} epochs, {Parameters} parameters",
            Identity.Loss, Identity.Variant, Identity.Seed, holdout.Training.Length, config.Training.Epochs, trainer.ParameterCount);
        try
        {
            trainer.Run(
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

        var embeddings = RunEmbeddings.Of(model, train, holdout, test, cancellation);
        return journal.EndTraining(trainer, data.Dataset, embeddings, test.InPlane());
    }

    /// <summary>The second stage. A failure leaves the trained run unchanged.</summary>
    private RunResult Measure(RunFolder folder, Func<StoredEmbeddings> stored, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        const string completes = "The run is trained; measure it with metric analyze or by running the same command again.";
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var analysis = Measuring.Run(folder, stored(), Analyse, progress => report(TrainingProgress.Of(progress)), cancellation);
            foreach (var reason in analysis.Unmeasured)
                logger.Warning("{Reason:l}", reason);
            return Result(RunStatus.Complete, Figures());
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Result(RunStatus.Interrupted);
        }
        catch (Exception e)
        {
            LogFailure(e);
            var error = $"Measuring failed: {e.GetType().Name}: {PluginFault.OneLine(e.Message)} {completes}";
            Say(() => Measuring.Fail(folder, error));
            return Result(RunStatus.Trained, error: error);
        }
    }

    /// <summary>Records in the folder how the run ended.</summary>
    private RunResult EndUnfinished(RunJournal journal, RunStatus status, string? error)
    {
        Say(() => journal.EndUnfinished(status, error));
        return Result(status, error: error);
    }

    /// <summary>Records how the run ended if its folder can be written; a write failure must not hide the reason.</summary>
    private void Say(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.Error("run.json could not be updated: {Reason}", e.Message);
        }
    }

    private void LogFailure(Exception e) =>
        logger.Error(
            e, "{Loss:l} ({Variant:l}), seed {Seed} failed; log.jsonl has the stack trace", Identity.Loss, Identity.Variant, Identity.Seed);

    private RunFigures Figures() => RunFiles.ReadFiguresAsync(Path.Combine(Folder, RunFiles.Run)).GetAwaiter().GetResult();

    /// <summary>True if this run is fully trained but not measured yet.</summary>
    private bool IsTrained() =>
        Manifest.ReadRun(Folder)?.Value is { Status: RunStatus.Trained } manifest && manifest.ConfigHash == config.Hash
        && Changed(manifest) is null && RunFolder.Damage(Folder, manifest.Files) is null;

    /// <param name="trainLabels">Labels of the train split.</param>
    private (Holdout Holdout, Batches Batches) Plan(Tensor trainLabels)
    {
        var labels = trainLabels.Values<long>();
        var holdout = Holdout.Of(labels, config.Training.Validation);
        return (holdout, new Batches(config, holdout.Training, labels));
    }

    /// <summary>Embeds two samples to check the shape of the model's embeddings.</summary>
    private bool Look(SplitInputs inputs, EmbeddingModel model)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        model.eval();
        using var few = TrainingSplit.Few(inputs, device);
        few.Embed("train", few.All, model, CancellationToken.None);
        return true;
    }

    private EmbeddingModel CreateModel(LoadedDataset data)
    {
        // Models draw initial weights, and dropout its masks, from the default generator.
        manual_seed(Seeds.Of(config.Seed, "model"));
        var model = config.Model.CreateModel(new ModelContext(ImageSource.ShapeOf(data.Train, datasets.Bad), data.Dataset.Classes.Count));
        if (model.ImageInput is not null && data.Train is { ImageFiles: null, Inputs.ndim: not 4 })
            throw new InvalidInputException($"{config.Model.Plugin.Title} reads images; {config.Dataset.Plugin.Title} provides vectors [{string.Join(", ", data.Train.Inputs.shape[1..])}]. Use a model that reads vectors.");
        model.to(device);
        return model;
    }

    private Generator CreateGenerator() => new((ulong)Seeds.Of(config.Seed, "loss"), CPU);

    private MetricLoss CreateLoss(LoadedDataset data, EmbeddingModel model, Generator generator)
    {
        var loss = config.Loss.CreateLoss(new LossContext(data.Dataset.Classes.Count, model.EmbeddingSize, device, generator));
        loss.to(device);
        return loss;
    }

    /// <summary>The first setting that differs from the stored run: <c>variance_every 0, now 5</c>.</summary>
    private string Difference(RunManifest manifest)
    {
        var (then, now) = (Leaves(manifest.Config), Leaves(config.ToJson()));
        var name = now.Keys.Concat(then.Keys).FirstOrDefault(key => then.GetValueOrDefault(key) != now.GetValueOrDefault(key));
        return name is null ? "different structure" : $"{name} {then.GetValueOrDefault(name, "not set")}, now {now.GetValueOrDefault(name, "not set")}";

        static Dictionary<string, string> Leaves(JsonNode json) => json switch
        {
            JsonObject all => all.Where(p => p.Value is not null).SelectMany(p => Leaves(p.Value!).Select(leaf => (Name: leaf.Key.Length == 0 ? p.Key : leaf.Key, leaf.Value)))
                .DistinctBy(leaf => leaf.Name).ToDictionary(leaf => leaf.Name, leaf => leaf.Value),
            _ => new() { [""] = json.ToJsonString() },
        };
    }

    /// <summary>What differs from the stored run besides its settings; null if nothing does.</summary>
    private string? Changed(RunManifest manifest) =>
        config.PluginBuilds().Where(p => manifest.Plugins.GetValueOrDefault(p.Key) != p.Value).Select(p => p.Key).FirstOrDefault() is { } plugin
            ? $"with a different build of {plugin}"
            : manifest.LeftOut > 0 && datasets.Bad == BadImages.Stop ? $"without {manifest.LeftOut} broken images (--on-bad-image skip)"
            : manifest.DataFolder != config.DataFolder ? $"from the data in {manifest.DataFolder}"
            : manifest.Device != device.ToString() ? $"on {manifest.Device}"
            : null;
}

using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Training;
using Serilog;

namespace MetricPlugins.Host.Results;

/// <summary>Writes a run's folder while the run goes on. Each file appears whole or not at all.</summary>
internal sealed class RunJournal
{
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(1);

    private readonly RunFolder folder;
    private readonly RunConfig config;
    private readonly RunIdentity identity;
    private RunManifest manifest;
    private int rowsPutAside;
    private DateTime lastCheckpoint = DateTime.UtcNow;

    public RunJournal(RunFolder folder, RunConfig config, torch.Device device) : this(folder, config.Identity, config, config.ToJson(), device)
    {
    }

    /// <param name="folder">Where to write.</param>
    /// <param name="identity">Whose rows the files hold.</param>
    /// <param name="config">Data and model, and how training is done.</param>
    /// <param name="settings">All that decides the results but the machine.</param>
    /// <param name="device">Where tensors are.</param>
    public RunJournal(RunFolder folder, RunIdentity identity, RunConfig config, JsonObject settings, torch.Device device)
    {
        (this.folder, this.config, this.identity) = (folder, config, identity);
        manifest = new RunManifest
        {
            Status = RunStatus.Running,
            Started = DateTime.UtcNow,
            Heartbeat = DateTime.UtcNow,
            Study = identity.Study,
            Variant = identity.Variant,
            Config = settings,
            Plugins = config.PluginBuilds(),
            ConfigHash = ContentHash.Of(settings),
            DataFolder = config.DataFolder,
            Versions = Versions.All(),
            Device = device.ToString(),
            Threads = torch.get_num_threads(),
            Machine = Environment.MachineName,
            ProcessId = Environment.ProcessId,
        };
    }

    /// <summary>Marks the run as running and clears what an earlier try left.</summary>
    public void Begin()
    {
        manifest.Publish(folder.FullPath);
        folder.Clear();
    }

    /// <summary>How many broken images the run goes without.</summary>
    public void LeftOut(int count) => manifest = manifest with { LeftOut = count };

    /// <summary>Every few seconds a sign of life; every minute the rows of the epochs done since are put aside, so that not even a
    /// killed process loses them.</summary>
    public void Beat(Trainer trainer)
    {
        if (DateTime.UtcNow - manifest.Heartbeat < BeatInterval)
            return;
        manifest = manifest with { Heartbeat = DateTime.UtcNow, Epochs = trainer.Timings.Count };
        if (manifest.Heartbeat - lastCheckpoint >= CheckpointInterval)
            PutAside(trainer);
        manifest.Publish(folder.FullPath);
    }

    /// <summary>All steps so far, and the epochs that were trained to their end.</summary>
    public void WriteRows(Trainer trainer)
    {
        var steps = trainer.Rows.ToArray();
        Wait(RunFiles.WriteStepsAsync(folder.PathOf(RunFiles.Steps), identity, steps));
        Wait(RunFiles.WriteEpochsAsync(folder.PathOf(RunFiles.Epochs), identity, Greediness.Epochs([.. steps.Where(row => row.Epoch < trainer.Timings.Count)]), [.. trainer.Geometry]));
        Wait(RunFiles.WriteTimingsAsync(folder.PathOf(RunFiles.Timings), identity, [.. trainer.Timings]));
        manifest = manifest with { Epochs = trainer.Timings.Count };
        folder.ClearCheckpoint();
    }

    /// <summary>The final embeddings, what they tell, what they were made from, and the run's one row of settings and figures.</summary>
    public RunFigures WriteResults(Trainer trainer, Dataset dataset, RunEmbeddings embeddings, InputPlane inputs, ILogger logger)
    {
        Wait(InputProjection.WriteAsync(folder.PathOf(InputProjection.File), identity, inputs));
        var figures = Greediness.Summarize([.. trainer.Rows]);
        return WriteResults(dataset, embeddings, config.Training.Epochs, trainer.ParameterCount, figures, logger);
    }

    /// <summary>The same of a run of no epochs, which has no steps.</summary>
    public void WriteUntrained(Dataset dataset, RunEmbeddings embeddings, ILogger logger)
    {
        Wait(RunFiles.WriteEpochsAsync(folder.PathOf(RunFiles.Epochs), identity, [], []));
        WriteResults(dataset, embeddings, epochs: 0, parameters: 0, Greediness.Untrained, logger);
    }

    /// <summary>The run's last word.</summary>
    public void End(RunStatus status, string? error)
    {
        var now = DateTime.UtcNow;
        manifest = manifest with { Status = status, Error = error, Heartbeat = now, Finished = now, Files = folder.Files() };
        manifest.Publish(folder.FullPath);
    }

    private RunFigures WriteResults(
        Dataset dataset, RunEmbeddings embeddings, int epochs, long parameters, RunFigures figures, ILogger logger)
    {
        var (train, validation, test) = embeddings;
        string[] classNames = [.. dataset.Classes];
        Wait(RunFiles.WriteEmbeddingsAsync(folder.PathOf(RunFiles.Embeddings), identity, classNames, [train, validation, test]));
        var analysis = Analysis.Measure(classNames, [train, validation, test], _ => { }, CancellationToken.None);
        foreach (var reason in analysis.Unmeasured)
            logger.Warning("{Reason:l}", reason);
        Wait(AnalysisFiles.WriteAsync(folder.FullPath, identity, analysis));
        var settings = new RunSettings(
            epochs, config.Training.BatchSize, config.Training.LearningRate, config.Training.WeightDecay,
            config.Training.Sampler.ToString(), config.Training.Validation, config.Training.VarianceEvery,
            config.Dataset.Options.ToJson().ToJsonString(), config.Model.Options.ToJson().ToJsonString(), manifest.ConfigHash,
            manifest.Device, manifest.Threads, dataset.Classes.Count, train.EmbeddingSize,
            train.Labels.Length, validation.Labels.Length, test.Labels.Length, parameters);
        var recall = Retrieval.RecallAt([1], new LabelledRows(validation.Labels, validation.Embeddings, validation.EmbeddingSize))[0];
        figures = figures.WithValidationRecallAt1(recall);
        Wait(RunFiles.WriteRunAsync(folder.PathOf(RunFiles.Run), identity, settings, figures));
        return figures;
    }

    private void PutAside(Trainer trainer)
    {
        var epochs = trainer.Timings.Count;
        var rows = trainer.Rows.Skip(rowsPutAside).TakeWhile(row => row.Epoch < epochs).ToArray();
        if (rows.Length > 0)
            Wait(RunFiles.WriteStepsAsync(folder.PathOf(RunFiles.StepsPart(epochs - 1)), identity, rows));
        rowsPutAside += rows.Length;
        lastCheckpoint = manifest.Heartbeat;
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}

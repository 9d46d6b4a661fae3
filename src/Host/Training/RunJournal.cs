using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Training;

/// <summary>Writes a run's folder while the run is trained. Each file appears whole or not at all.</summary>
internal sealed class RunJournal
{
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(1);

    private readonly RunFolder folder;
    private readonly RunConfig config;
    private readonly RunIdentity identity;
    private readonly RunManifest manifest;
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
            Files = [],
        };
    }

    /// <summary>Marks the run as running and clears what an earlier try left.</summary>
    public void Begin()
    {
        Publish();
        folder.Clear();
    }

    /// <summary>How many broken images the run goes without.</summary>
    public void LeftOut(int count) => manifest.LeftOut = count;

    /// <summary>Every few seconds a sign of life; every minute the rows of the epochs done since are put aside, so that not even a
    /// killed process loses them.</summary>
    public void Beat(Trainer trainer)
    {
        if (DateTime.UtcNow - manifest.Heartbeat < BeatInterval)
            return;
        (manifest.Heartbeat, manifest.Epochs) = (DateTime.UtcNow, trainer.Timings.Count);
        if (manifest.Heartbeat - lastCheckpoint >= CheckpointInterval)
            PutAside(trainer);
        Publish();
    }

    /// <summary>All steps so far, and the epochs that were trained to their end.</summary>
    public void WriteRows(Trainer trainer)
    {
        var steps = trainer.Rows.ToArray();
        var epochs = Greediness.Epochs([.. steps.Where(row => row.Epoch < trainer.Timings.Count)]);
        Wait(RunFiles.WriteStepsAsync(folder.PathOf(RunFiles.Steps), identity, steps));
        Wait(RunFiles.WriteEpochsAsync(folder.PathOf(RunFiles.Epochs), identity, [.. epochs.Select(trainer.WithGeometry)]));
        Wait(RunFiles.WriteTimingsAsync(folder.PathOf(RunFiles.Timings), identity, [.. trainer.Timings]));
        manifest.Epochs = trainer.Timings.Count;
        folder.ClearCheckpoint();
    }

    /// <summary>The end of the first stage: the final embeddings, the inputs they are made from, and settings and figures of the steps are stored. What
    /// comes after needs nothing but these files.</summary>
    public StoredEmbeddings EndTraining(Trainer trainer, Dataset dataset, RunEmbeddings embeddings, InputPlane inputs)
    {
        Wait(InputProjection.WriteAsync(folder.PathOf(InputProjection.File), identity, inputs));
        return EndTraining(dataset, embeddings, config.Training, trainer.ParameterCount, [.. trainer.Rows]);
    }

    /// <summary>The same of a run of no epochs, which has no steps.</summary>
    public StoredEmbeddings EndUntrained(Dataset dataset, RunEmbeddings embeddings)
    {
        Wait(RunFiles.WriteEpochsAsync(folder.PathOf(RunFiles.Epochs), identity, []));
        return EndTraining(dataset, embeddings, Settings.Set("epochs", "0", config.Training), 0, []);
    }

    /// <summary>The run did not come to its end.</summary>
    public void EndUnfinished(RunStatus status, string? error)
    {
        var now = DateTime.UtcNow;
        (manifest.Status, manifest.Error, manifest.Heartbeat, manifest.Finished) = (status, error, now, now);
        manifest.Files = folder.Files();
        Publish();
    }

    private StoredEmbeddings EndTraining(Dataset dataset, RunEmbeddings embeddings, TrainingSettings settings, long parameters, StepRow[] steps)
    {
        var (train, validation, test) = embeddings;
        var stored = new StoredEmbeddings(identity, [.. dataset.Classes], [train, validation, test]);
        Wait(RunFiles.WriteEmbeddingsAsync(folder.PathOf(RunFiles.Embeddings), identity, stored.ClassNames, stored.Splits));
        var facts = new RunFacts(
            config.Dataset.Options.ToJson().ToJsonString(), config.Model.Options.ToJson().ToJsonString(), manifest.ConfigHash,
            manifest.Device, manifest.Threads, dataset.Classes.Count, train.EmbeddingSize,
            train.Labels.Length, validation.Labels.Length, test.Labels.Length, parameters);
        Wait(RunFiles.WriteRunAsync(folder.PathOf(RunFiles.Trained), identity, settings, facts, Greediness.Summarize(steps)));
        (manifest.Status, manifest.Heartbeat, manifest.Files) = (RunStatus.Trained, DateTime.UtcNow, folder.Files());
        Publish();
        return stored;
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

    private void Publish() => Manifest.PublishRun(folder.FullPath, manifest);

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}

using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Training;

/// <summary>Writes a run's folder during training. Each file is written atomically.</summary>
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

    /// <param name="folder">The folder to write to.</param>
    /// <param name="identity">The run that the rows belong to.</param>
    /// <param name="config">Data, model and training settings.</param>
    /// <param name="settings">Everything that determines the results, except the machine.</param>
    /// <param name="device">The training device.</param>
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

    /// <summary>Marks the run as running and deletes the files of an earlier attempt.</summary>
    public void Begin()
    {
        Publish();
        folder.Clear();
    }

    /// <summary>Number of broken images left out of the run.</summary>
    public void LeftOut(int count) => manifest.LeftOut = count;

    /// <summary>Writes a heartbeat every few seconds and, every minute, the rows of the epochs completed since, so that a
    /// killed process does not lose them.</summary>
    public void Beat(Trainer trainer)
    {
        if (DateTime.UtcNow - manifest.Heartbeat < BeatInterval)
            return;
        (manifest.Heartbeat, manifest.Epochs) = (DateTime.UtcNow, trainer.Timings.Count);
        if (manifest.Heartbeat - lastCheckpoint >= CheckpointInterval)
            PutAside(trainer);
        Publish();
    }

    /// <summary>All steps so far and all completed epochs.</summary>
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

    /// <summary>Ends the first stage: stores the final embeddings, their inputs, the settings and the figures of the steps. The second
    /// stage needs only these files.</summary>
    public StoredEmbeddings EndTraining(Trainer trainer, Dataset dataset, RunEmbeddings embeddings, InputPlane inputs)
    {
        Wait(InputProjection.WriteAsync(folder.PathOf(InputProjection.File), identity, inputs));
        return EndTraining(dataset, embeddings, config.Training, trainer.ParameterCount, [.. trainer.Rows]);
    }

    /// <summary>Ends the first stage of a run without epochs, which has no steps.</summary>
    public StoredEmbeddings EndUntrained(Dataset dataset, RunEmbeddings embeddings)
    {
        Wait(RunFiles.WriteEpochsAsync(folder.PathOf(RunFiles.Epochs), identity, []));
        return EndTraining(dataset, embeddings, Settings.Set("epochs", "0", config.Training), 0, []);
    }

    /// <summary>Records that the run did not finish.</summary>
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

using System.Text.Json.Nodes;
using MetricPlugins.Core;
using Serilog;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>The baseline of a frozen backbone without a trained head: stored among the study's runs as a run of no epochs, whose
/// embeddings are the features, normalised to unit length.</summary>
internal sealed class UntrainedRun
{
    private readonly RunConfig config;
    private readonly RunIdentity identity;
    private readonly JsonObject setting;
    private readonly string path;

    /// <param name="config">Any run on the same data and model.</param>
    /// <param name="output">Folder for all results.</param>
    /// <param name="model">The model; without backbone settings, its backbone differs for each seed.</param>
    public UntrainedRun(RunConfig config, string output, EmbeddingModel model)
    {
        this.config = config;
        setting = config.ToJson();
        foreach (var name in new[] { "loss", "seed", "training", RunConfig.Generator })
            setting.Remove(name);
        setting["validation"] = config.Training.Validation;
        var isDefault = config.Dataset.Options.AreDefault && config.Model.Options.AreDefault && config.Training.Validation == 0;
        identity = new RunIdentity(
            config.Study, config.Dataset.Plugin.Name, config.Model.Plugin.Name, RunFiles.Untrained, isDefault ? "default" : $"default-{ContentHash.Of(setting)[..6]}",
            model.BackboneSettings is null ? config.Seed : 0, "{}");
        if (config.Training.Validation > 0)
            setting[RunConfig.Generator] = SeededRandom.Algorithm;
        path = Path.GetFullPath(RunFiles.Folder(output, identity));
    }

    /// <summary>Writes the run if it is missing or has different inputs. Does nothing while another process is writing it.</summary>
    /// <param name="dataset">Provides the class names.</param>
    /// <param name="inputs">The features.</param>
    /// <param name="holdout">The rows of the train split that are held out.</param>
    /// <param name="device">The device that computed the features.</param>
    /// <param name="logger">Log for the start of the measurement, which takes minutes for many wide features, and for its failure, which affects only this
    /// row.</param>
    /// <param name="analyse">Measures the splits.</param>
    /// <param name="report">Receives the progress.</param>
    /// <param name="cancellation">Stops the measurement.</param>
    /// <exception cref="OperationCanceledException">Cancelled before all was measured.</exception>
    public void Write(
        Dataset dataset, ModelInputs inputs, Holdout holdout, Device device, ILogger logger, Analyse analyse, Action<MeasuringProgress> report,
        CancellationToken cancellation)
    {
        setting["features"] = new JsonArray([.. inputs.FeatureKeys.Select(key => JsonValue.Create(key))]);
        if (IsThere(inputs.LeftOut))
            return;
        RunFolder folder;
        try
        {
            folder = RunFolder.Hold(path);
        }
        catch (InvalidInputException) when (FolderLock.IsTaken(path) || IsThere(inputs.LeftOut))
        {
            return;
        }

        using (folder)
        {
            logger.Information("Measuring the untrained features of {Dataset:l} by {Model:l} once; every table shows them as a row", identity.Dataset, identity.Model);
            var journal = new RunJournal(folder, identity, config, setting, device);
            journal.LeftOut(inputs.LeftOut);
            journal.Begin();
            var stored = journal.EndUntrained(dataset, new RunEmbeddings(
                Unit("train", inputs.Train, holdout.Training), Unit("validation", inputs.Train, holdout.Validation),
                Unit("test", inputs.Test, [.. Enumerable.Range(0, (int)inputs.Test.Labels.shape[0]).Select(row => (long)row)])));
            try
            {
                Measuring.Run(folder, stored, analyse, report, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.Error(e, "The untrained features could not be measured: {Reason:l}. To try again: metric analyze {Folder:l}", e.Message, path);
                Measuring.Fail(folder, e.Message);
            }
        }
    }

    private bool IsThere(int leftOut) =>
        Manifest.ReadRun(path)?.Value is { Status: RunStatus.Complete } manifest && manifest.ConfigHash == ContentHash.Of(setting) && manifest.LeftOut == leftOut
        && manifest.Plugins.GetValueOrDefault(config.Model.Plugin.Title) == config.Model.Plugin.Build && RunFolder.Damage(path, manifest.Files) is null;

    private static SplitEmbeddings Unit(string name, SplitInputs inputs, long[] rows)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var chosen = tensor(rows, ScalarType.Int64);
        var features = nn.functional.normalize(inputs.Inputs.index_select(0, chosen).flatten(1));
        var places = inputs.Places;
        return new SplitEmbeddings(name, [.. rows.Select(row => places[row])], inputs.Labels.index_select(0, chosen).Values<long>(), features.Values<float>(), (int)features.shape[1]);
    }
}

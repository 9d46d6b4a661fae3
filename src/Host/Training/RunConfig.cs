using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Training;

/// <summary>The configuration of a run, with its plugins and files resolved.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Cell">Dataset, model and loss as the study writes them, and the seed.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="DataFolder">The dataset's folder or file; null if it reads none.</param>
/// <param name="Model">The model.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Training">The training settings.</param>
internal sealed record RunConfig(
    string Study, Cell Cell, PluginUse Dataset, string? DataFolder, PluginUse Model, PluginUse Loss, TrainingSettings Training)
{
    /// <summary>The configuration's key for the generator of validation samples and class-balanced batches, which differs from that of an earlier
    /// version.</summary>
    public const string Generator = "generator";

    public long Seed => Cell.Seed;

    /// <summary>SHA-256, in hex, of everything that determines the results, except the machine.</summary>
    public string Hash => ContentHash.Of(ToJson());

    public RunIdentity Identity => new(
        Study, Dataset.Plugin.Name, Model.Plugin.Name, Loss.Plugin.Name, Variant, Seed, Loss.Options.ToJson().ToJsonString());

    /// <summary>The loss's changed options, with six digits of a hash if other settings differ from their defaults.
    /// Settings of measurements during training do not affect the name.</summary>
    private string Variant
    {
        get
        {
            var training = Settings.Deciding(Training);
            return Dataset.Options.AreDefault && Model.Options.AreDefault && training.Equals(TrainingSettings.Default)
                ? Loss.Options.Variant
                : $"{Loss.Options.Variant}-{ContentHash.Of(Setting(training))[..6]}";
        }
    }

    /// <summary>The builds of the DLLs of dataset, model and loss.</summary>
    public IReadOnlyDictionary<string, string> PluginBuilds() =>
        new[] { Dataset, Model, Loss }.ToDictionary(use => use.Plugin.Title, use => use.Plugin.Build);

    public JsonObject ToJson()
    {
        var config = Setting(Training);
        config["loss"] = Describe(Loss);
        config["seed"] = Seed;
        if (Training.Validation > 0 || Training.Sampler is Sampler.ClassBalanced)
            config[Generator] = SeededRandom.Algorithm;
        return config;
    }

    private JsonObject Setting(TrainingSettings training) => new()
    {
        ["dataset"] = Describe(Dataset),
        ["model"] = Describe(Model),
        ["training"] = Settings.ToJson(training),
    };

    private static JsonObject Describe(PluginUse use) => new() { ["name"] = use.Plugin.Name, ["options"] = use.Options.ToJson() };
}

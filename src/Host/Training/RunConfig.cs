using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Training;

/// <summary>One run, with its plugins and files found: what is trained and how.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Cell">Dataset, model and loss as the study writes them, and the seed.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="DataFolder">Its files, where it reads any.</param>
/// <param name="Model">The model.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Training">How it is trained.</param>
internal sealed record RunConfig(
    string Study, Cell Cell, PluginUse Dataset, string? DataFolder, PluginUse Model, PluginUse Loss, TrainingSettings Training)
{
    /// <summary>Under this name the configuration says what drew the samples held out and the class-balanced batches: an earlier version
    /// drew others.</summary>
    public const string Generator = "generator";

    public long Seed => Cell.Seed;

    /// <summary>SHA-256, in hex, of all that decides the results but the machine.</summary>
    public string Hash => ContentHash.Of(ToJson());

    public RunIdentity Identity => new(
        Study, Dataset.Plugin.Name, Model.Plugin.Name, Loss.Plugin.Name, Variant, Seed, Loss.Options.ToJson().ToJsonString());

    /// <summary>The loss's changed options; with six digits of a hash when the setting around it differs from the defaults, too.
    /// How much is measured on the way changes nothing about the run, nor its name.</summary>
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

    /// <summary>Dataset, model and loss by the build of the DLL they came from.</summary>
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

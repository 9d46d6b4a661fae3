namespace MetricPlugins.Models;

/// <summary>Paths of the weights and the configuration of a pretrained model.</summary>
/// <param name="Weights">A safetensors file, or the index of several.</param>
/// <param name="Config">config.json.</param>
/// <param name="Repository">The Hugging Face repository, for the download command in messages.</param>
internal sealed record PretrainedFiles(string Weights, string Config, string Repository)
{
    private const string WeightsName = "model.safetensors";
    private const string ConfigName = "config.json";

    /// <summary>Finds both files.</summary>
    /// <param name="model">The plugin's name, for messages.</param>
    /// <param name="weights">A folder; a safetensors file, or an index of several, next to config.json; or a Hugging Face repository
    /// (owner/name) in the local cache. Empty: <paramref name="repository"/>.</param>
    /// <param name="repository">Where the model is published.</param>
    /// <exception cref="InvalidInputException">A file is missing.</exception>
    public static PretrainedFiles Find(string model, string weights, string repository)
    {
        var wanted = weights.Length == 0 ? repository : weights;
        if (File.Exists(wanted))
            return In(model, Path.GetDirectoryName(Path.GetFullPath(wanted))!, Path.GetFileName(wanted), repository);
        if (Directory.Exists(wanted))
            return In(model, Snapshot(wanted) ?? wanted, WeightsName, repository);

        if (wanted.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } name])
            throw new InvalidInputException($"{model} reads its weights from a folder, a safetensors file or a Hugging Face repository (owner/name); {wanted} is none of them. Name the right one: {model}:weights=DIR.");
        var folder = Path.Combine(HubCache(), $"models--{owner}--{name}");
        return Snapshot(folder) is { } snapshot
            ? In(model, snapshot, WeightsName, wanted)
            : throw new InvalidInputException($"{model} needs the weights of {wanted}; {folder} has none. Download them: hf download {wanted} {ConfigName} {WeightsName} — or name a folder that has them: {model}:weights=DIR.");
    }

    private static PretrainedFiles In(string model, string folder, string weights, string repository)
    {
        string[] pickles = ["pytorch_model.bin", "pytorch_model.pt", "model.pt", "open_clip_pytorch_model.bin"];
        var path = Path.Combine(folder, weights);
        if (!File.Exists(path))
            path += Checkpoint.IndexEnding;
        if (!File.Exists(path))
        {
            throw new InvalidInputException(pickles.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } pickle
                ? $"{model} reads {WeightsName}; {folder} has only {pickle}, a pickle, which is refused because loading it can run code. Download the safetensors file: hf download {repository} {ConfigName} {WeightsName}"
                : $"{model} reads {WeightsName}; {folder} has none. Download it: hf download {repository} {ConfigName} {WeightsName}");
        }

        var config = Path.Combine(folder, ConfigName);
        return File.Exists(config)
            ? new PretrainedFiles(path, config, repository)
            : throw new InvalidInputException($"{model} reads the model's sizes from {ConfigName} next to its weights; {folder} has none. Download it: hf download {repository} {ConfigName}");
    }

    /// <summary>In a repository's cache folder, the snapshot that main points to, or the only one; null if the folder is not such a cache.</summary>
    private static string? Snapshot(string folder)
    {
        var snapshots = Path.Combine(folder, "snapshots");
        var main = Path.Combine(folder, "refs", "main");
        if (!Directory.Exists(snapshots))
            return null;
        return File.Exists(main) && Path.Combine(snapshots, File.ReadAllText(main).Trim()) is var current && Directory.Exists(current)
            ? current
            : Directory.GetDirectories(snapshots) is [var only] ? only : null;
    }

    /// <summary>Hugging Face's cache folder, found as its own library does.</summary>
    private static string HubCache()
    {
        if (Environment.GetEnvironmentVariable("HF_HUB_CACHE") is { Length: > 0 } hub)
            return hub;
        var home = Environment.GetEnvironmentVariable("HF_HOME") is { Length: > 0 } named ? named
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                "huggingface");
        return Path.Combine(home, "hub");
    }
}

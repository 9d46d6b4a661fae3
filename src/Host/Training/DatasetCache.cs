using MetricPlugins.Host.Plugins;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>A dataset with both its splits in memory; they belong to the cache.</summary>
internal sealed record LoadedDataset(Dataset Dataset, Samples Train, Samples Test);

/// <summary>Loads datasets and keeps the last one, which runs in a row mostly share. Not for several threads.</summary>
internal sealed class DatasetCache : IDisposable
{
    private (PluginInfo Plugin, string Options, string? Folder) key;
    private LoadedDataset? last;

    /// <summary>Both splits of a dataset, until another one is asked for.</summary>
    /// <exception cref="InvalidInputException">A file is missing or broken, or a label is out of range.</exception>
    public LoadedDataset Get(PluginUse use, string? folder)
    {
        var wanted = (use.Plugin, use.Options.ToJson().ToJsonString(), folder);
        if (last is { } loaded && key == wanted)
            return loaded;
        Dispose();

        var dataset = use.CreateDataset(new DatasetContext(folder));
        var train = Load(dataset, Split.Train, use.Plugin);
        try
        {
            last = new LoadedDataset(dataset, train, Load(dataset, Split.Test, use.Plugin));
        }
        catch
        {
            train.Dispose();
            throw;
        }

        key = wanted;
        return last;
    }

    /// <summary>Frees what it holds.</summary>
    public void Dispose()
    {
        last?.Train.Dispose();
        last?.Test.Dispose();
        last = null;
    }

    private static Samples Load(Dataset dataset, Split split, PluginInfo plugin)
    {
        using var scope = NewDisposeScope();
        var samples = plugin.Guard($"Load({split})", () => dataset.Load(split) ?? throw new InvalidOperationException("it gives null"));
        var classes = plugin.Guard("Classes", () => dataset.Classes.Count);
        var (least, greatest) = (samples.Labels.min().item<long>(), samples.Labels.max().item<long>());
        if (least < -1 || greatest >= classes)
            throw new InvalidInputException($"Labels are -1 to {classes - 1}; dataset {plugin.Name} gives {least} to {greatest} in its {split} split.");

        // They outlive whatever run asked for them first.
        samples.Inputs.DetachFromDisposeScope();
        samples.Labels.DetachFromDisposeScope();
        return samples;
    }
}

using MetricPlugins.Host.Images;
using MetricPlugins.Host.Plugins;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Data;

/// <summary>The content of a split.</summary>
/// <param name="Split">The split.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Classes">Number of classes that have samples.</param>
/// <param name="Outliers">Number of samples without a class.</param>
/// <param name="Form"><c>uint8 1×28×28</c>, <c>float32 128</c>, <c>image files</c>.</param>
/// <param name="Broken">Image files that cannot be decoded.</param>
internal sealed record SplitFinding(Split Split, int Samples, int Classes, int Outliers, string Form, IReadOnlyList<BrokenImage> Broken);

/// <summary>Whether a dataset's files match their manifest and load.</summary>
/// <param name="Files">The comparison with the manifest; null without a manifest.</param>
/// <param name="NotObtained">Sources that the manifest lacks.</param>
/// <param name="Splits">The splits that loaded.</param>
/// <param name="Problem">Why a split did not load; null if both did.</param>
internal sealed record DataVerification(FileComparison? Files, IReadOnlyList<string> NotObtained, IReadOnlyList<SplitFinding> Splits, string? Problem)
{
    public bool IsGood => Files is not { IsWhole: false } && NotObtained.Count == 0 && Problem is null && Splits.All(split => split.Broken.Count == 0);

    /// <summary>Reads every byte, loads both splits and decodes every image file.</summary>
    /// <param name="use">The dataset.</param>
    /// <param name="path">Its folder, or file.</param>
    /// <param name="report">Receives the progress.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static DataVerification Of(PluginUse use, string path, Action<DataProgress> report, CancellationToken cancellation)
    {
        var manifest = DataManifest.Read(path);
        var files = manifest is null ? null : FileComparison.Of(path, [.. manifest.Files], report, cancellation);
        var without = manifest is null ? []
            : use.Plugin.Sources.Where(source => manifest.Sources.All(s => s.File != source.File || source.Difference(s.Digest) is not null)).Select(source => source.File).ToList();
        var splits = new List<SplitFinding>();
        try
        {
            var dataset = use.CreateDataset(new DatasetContext(path));
            foreach (var split in Enum.GetValues<Split>())
            {
                cancellation.ThrowIfCancellationRequested();
                splits.Add(Load(use.Plugin, dataset, split, cancellation));
            }

            return new DataVerification(files, without, splits, null);
        }
        catch (InvalidInputException e)
        {
            return new DataVerification(files, without, splits, e.Message);
        }
    }

    private static SplitFinding Load(PluginInfo plugin, Dataset dataset, Split split, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var samples = plugin.Guard($"Load({split})", () => dataset.Load(split) ?? throw new InvalidOperationException("it returns null"));
        var labels = samples.Labels.data<long>().ToArray();
        var form = samples.ImageFiles is not null
            ? "image files"
            : $"{(samples.Inputs.dtype == ScalarType.Byte ? "uint8" : "float32")} {string.Join('×', samples.Inputs.shape.Skip(1))}";
        var images = samples.ImageFiles is null ? null : new ImageSource(samples, null, BadImages.Skip);
        return new SplitFinding(
            split, samples.Count, labels.Where(label => label >= 0).Distinct().Count(), labels.Count(label => label < 0), form, images?.Check(cancellation) ?? []);
    }
}

using MetricPlugins.Host.Features;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Plugins;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>A dataset with both splits, in memory or as files, owned by the cache.</summary>
internal sealed record LoadedDataset(Dataset Dataset, Samples Train, Samples Test)
{
    /// <summary>SHA-256 of the contents of a split; reads all image files.</summary>
    public Lazy<string> TrainContent { get; } = new(() => SampleHash.Of(Train));

    public Lazy<string> TestContent { get; } = new(() => SampleHash.Of(Test));
}

/// <summary>Loads datasets and decodes their images where they must be in memory; keeps the last one, which consecutive runs usually share. Not
/// thread-safe.</summary>
/// <param name="bad">How to treat broken images.</param>
internal sealed class DatasetCache(BadImages bad = BadImages.Stop) : IDisposable
{
    /// <summary>Memory for decoded images besides their target tensor.</summary>
    private const int BytesAtOnce = 1 << 25;

    private readonly HashSet<string> told = [];
    private (PluginInfo Plugin, string Options, string? Folder) key;
    private LoadedDataset? last;
    private (ImageInput? Key, SplitInputs Train, SplitInputs Test)? images;
    private ModelInputs? features;

    public BadImages Bad { get; } = bad;

    /// <summary>True on the first call with this message: runs that share data report its faults once.</summary>
    public bool IsNews(string said) => told.Add(said);

    /// <summary>Both splits of a dataset, valid until another dataset is requested.</summary>
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

    /// <summary>Inputs of the last dataset for a model without a backbone: unchanged, or images preprocessed for the
    /// model. The cache owns them.</summary>
    /// <exception cref="InvalidInputException">An image is broken, or images differ in size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public (SplitInputs Train, SplitInputs Test) Inputs(ImageInput? input, CancellationToken cancellation)
    {
        var data = last ?? throw new InvalidOperationException("No dataset is loaded yet.");
        if (images is { } kept && kept.Key == input)
            return (kept.Train, kept.Test);
        DisposeImages();

        var train = Decode(data.Train, input, cancellation);
        try
        {
            images = (input, train, Decode(data.Test, input, cancellation));
            RequireOneShape(train.Inputs.shape[1..], images.Value.Test.Inputs.shape[1..]);
        }
        catch
        {
            train.Dispose();
            images?.Test.Dispose();
            images = null;
            throw;
        }

        return (images.Value.Train, images.Value.Test);
    }

    /// <summary>The kept features if they have these keys.</summary>
    public ModelInputs? Features(IReadOnlyList<string> keys) => features is { } kept && kept.FeatureKeys.SequenceEqual(keys) ? kept : null;

    /// <summary>Keeps features, and takes ownership, in place of earlier ones: runs that share data and backbone need not read them again.</summary>
    public void Keep(ModelInputs inputs)
    {
        DisposeFeatures();
        Keep(inputs.Train);
        Keep(inputs.Test);
        features = inputs;
    }

    /// <summary>Frees the kept data.</summary>
    public void Dispose()
    {
        DisposeFeatures();
        DisposeImages();
        last?.Train.Dispose();
        last?.Test.Dispose();
        last = null;
    }

    private SplitInputs Decode(Samples samples, ImageInput? input, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        if (samples.ImageFiles is null && input is null)
            return Keep(SplitInputs.Of(samples, samples.Inputs.detach(), []));

        var source = new ImageSource(samples, input, Bad);
        var broken = new List<BrokenImage>();
        var (width, height) = source.Size;
        var decoded = zeros([samples.Count, RgbImage.Channels, height, width], ScalarType.Byte);
        var atOnce = Math.Max(1, BytesAtOnce / (RgbImage.Channels * height * width));
        long kept = 0;
        for (var start = 0; start < samples.Count; start += atOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            using var chunkScope = NewDisposeScope();
            var chunk = source.Read(start, Math.Min(atOnce, samples.Count - start));
            decoded.narrow(0, kept, chunk.Rows.Length).copy_(chunk.ToTensor());
            kept += chunk.Rows.Length;
            broken.AddRange(chunk.Broken);
        }

        return Keep(SplitInputs.Of(samples, decoded.narrow(0, 0, kept), broken));
    }

    /// <summary>Not disposed with the run that requested them first.</summary>
    private static SplitInputs Keep(SplitInputs inputs)
    {
        inputs.Inputs.DetachFromDisposeScope();
        inputs.Labels.DetachFromDisposeScope();
        return inputs;
    }

    private void DisposeFeatures()
    {
        features?.Train.Dispose();
        features?.Test.Dispose();
        features = null;
    }

    private void DisposeImages()
    {
        images?.Train.Dispose();
        images?.Test.Dispose();
        images = null;
    }

    private static void RequireOneShape(long[] train, long[] test)
    {
        if (!train.AsSpan().SequenceEqual(test))
            throw new InvalidInputException($"Samples of the train split are [{string.Join(", ", train)}], those of the test split [{string.Join(", ", test)}]; a model needs a single shape. Resize the images if the model has an option for it (metric plugins show MODEL), or use another dataset.");
    }

    private static Samples Load(Dataset dataset, Split split, PluginInfo plugin)
    {
        using var scope = NewDisposeScope();
        var samples = plugin.Guard($"Load({split})", () => dataset.Load(split) ?? throw new InvalidOperationException("it returns null"));
        var classes = plugin.Guard("Classes", () => dataset.Classes.Count);
        var (least, greatest) = (samples.Labels.min().item<long>(), samples.Labels.max().item<long>());
        if (least < -1 || greatest >= classes)
            throw new InvalidInputException($"Labels are -1 to {classes - 1}; dataset {plugin.Name} has labels from {least} to {greatest} in its {split} split.");

        // Not disposed with the run that requested them first.
        if (samples.ImageFiles is null)
            samples.Inputs.DetachFromDisposeScope();
        samples.Labels.DetachFromDisposeScope();
        return samples;
    }
}

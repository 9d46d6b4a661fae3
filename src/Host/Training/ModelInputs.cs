using MetricPlugins.Host.Features;
using MetricPlugins.Host.Images;
using Serilog;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Both splits as inputs of the trained part of a model.</summary>
internal sealed class ModelInputs : IDisposable
{
    private readonly bool isOwner;

    private ModelInputs(SplitInputs train, SplitInputs test, bool isOwner) => (Train, Test, this.isOwner) = (train, test, isOwner);

    public SplitInputs Train { get; }

    public SplitInputs Test { get; }

    /// <summary>Keys of the stored features of the train and test split; empty without a backbone.</summary>
    public IReadOnlyList<string> FeatureKeys { get; private init; } = [];

    /// <summary>Number of broken images left out.</summary>
    public int LeftOut => Train.LeftOut.Count + Test.LeftOut.Count;

    /// <summary>The inputs themselves, or the features of the model's backbone, stored ones if the backbone declares its settings.</summary>
    /// <exception cref="InvalidInputException">An image is broken, or images differ in size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public static ModelInputs Of(RunConfig config, LoadedDataset data, EmbeddingModel model, DatasetCache datasets, Device device, ILogger logger, CancellationToken cancellation)
    {
        ModelInputs inputs;
        var weights = new Lazy<string>(() => SampleHash.Of(model.Backbone!));
        if (model.Backbone is null)
        {
            var (train, test) = datasets.Inputs(model.ImageInput, cancellation);
            inputs = new ModelInputs(train, test, isOwner: false);
        }
        else
        {
            var (train, test) = (Request("train", data.Train, data.TrainContent), Request("test", data.Test, data.TestContent));
            string[] keys = [train.Key, test.Key];
            inputs = datasets.Features(keys) ?? Compute(train, test, keys);
        }

        foreach (var (split, left) in new[] { ("train", inputs.Train.LeftOut), ("test", inputs.Test.LeftOut) })
        {
            if (left is [var first, ..] && datasets.IsNews($"{left.Count} {first.Name}"))
                logger.Warning("Broken images left out of the {Split:l} split: {Count}; the first is {Name:l}: {Fault:l}", split, left.Count, first.Name, first.Fault);
        }

        return inputs;

        ModelInputs Compute(FeatureRequest trainRequest, FeatureRequest testRequest, string[] keys)
        {
            // Without settings, the backbone differs for each seed.
            var isKept = model.BackboneSettings is not null;
            var train = Features(trainRequest);
            try
            {
                var computed = new ModelInputs(train, Features(testRequest), isOwner: !isKept) { FeatureKeys = keys };
                if (isKept)
                    datasets.Keep(computed);
                return computed;
            }
            catch
            {
                train.Dispose();
                throw;
            }
        }

        FeatureRequest Request(string split, Samples samples, Lazy<string> content) =>
            new(config.Dataset.Plugin.Name, split, samples, content, config.Model.Plugin.Name, model, weights, datasets.Bad);

        SplitInputs Features(FeatureRequest request)
        {
            var (features, leftOut) = model.BackboneSettings is null
                ? BackboneRows.All(request, device, cancellation)
                : FeatureCache.Default.Get(request, device, logger, cancellation);
            return SplitInputs.Of(request.Samples, features, leftOut);
        }
    }

    /// <summary>Frees features that the dataset cache does not own.</summary>
    public void Dispose()
    {
        if (!isOwner)
            return;
        Train.Dispose();
        Test.Dispose();
    }
}

/// <summary>Inputs of the trained part of a model for a split, on the CPU: images, vectors or a backbone's features.</summary>
/// <param name="Inputs">[N, …].</param>
/// <param name="Labels">[N], int64.</param>
/// <param name="LeftOut">Samples of the split that could not be read and are not among the N.</param>
internal sealed record SplitInputs(Tensor Inputs, Tensor Labels, IReadOnlyList<BrokenImage> LeftOut) : IDisposable
{
    /// <summary>Position of each of the N samples in the dataset's split.</summary>
    public long[] Places => BrokenImage.Others((int)Labels.shape[0] + LeftOut.Count, LeftOut);

    /// <summary>Inputs and labels of the samples that were not left out.</summary>
    public static SplitInputs Of(Samples samples, Tensor inputs, IReadOnlyList<BrokenImage> leftOut)
    {
        if (leftOut.Count == 0)
            return new SplitInputs(inputs, samples.Labels.detach(), leftOut);
        using var kept = tensor(BrokenImage.Others(samples.Count, leftOut));
        return new SplitInputs(inputs, samples.Labels.index_select(0, kept), leftOut);
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}

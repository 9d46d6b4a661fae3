using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Datasets;

/// <summary>A rule of a dataset's samples.</summary>
internal abstract class DatasetRule(string name, string demand) : Rule(name, demand)
{
    protected static Split[] Splits { get; } = [Split.Train, Split.Test];

    protected override Finding Try(Subject subject)
    {
        using var scope = NewDisposeScope();
        var dataset = Make(subject);
        return Try(subject, dataset, Load(dataset, Split.Train), Load(dataset, Split.Test));
    }

    protected abstract Finding Try(Subject subject, Dataset dataset, Samples train, Samples test);

    /// <summary>A new dataset.</summary>
    /// <exception cref="BrokenRuleException">It tells no classes.</exception>
    protected static Dataset Make(Subject subject)
    {
        var dataset = (Dataset)subject.Construct(new DatasetContext(subject.DataFolder));
        return dataset.Classes is null ? throw new BrokenRuleException("Classes is null") : dataset;
    }

    /// <summary>The samples of one split.</summary>
    /// <exception cref="BrokenRuleException">There are none.</exception>
    protected static Samples Load(Dataset dataset, Split split) => dataset.Load(split) ?? throw new BrokenRuleException($"Load({split}) gives null");

    /// <summary><c>1600 train and 400 test samples: Float32 [128]</c></summary>
    protected static string Tell(Samples train, Samples test) => $"{train.Count} train and {test.Count} test samples: {Form(train)}";

    /// <summary>What samples are: <c>Float32 [128]</c>, <c>image files</c>.</summary>
    protected static string Form(Samples samples) =>
        samples.ImageFiles is null ? $"{samples.Inputs.dtype} [{string.Join(", ", samples.Inputs.shape[1..])}]" : "image files";

    /// <summary>Where the first of some flags is set; null where none is.</summary>
    protected static long? First(Tensor flags)
    {
        using var found = flags.nonzero();
        return found.shape[0] == 0 ? null : found[0, 0].item<long>();
    }
}

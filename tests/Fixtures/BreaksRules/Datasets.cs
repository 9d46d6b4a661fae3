using MetricPlugins;

/// <summary>Ten train and five test vectors of two classes.</summary>
internal static class Vectors
{
    public static string[] Classes { get; } = ["even", "odd"];

    public static (Tensor Inputs, Tensor Labels) Of(Split split)
    {
        var numbers = split == Split.Train ? arange(10) : arange(10, 15);
        return (numbers.to(ScalarType.Float32).unsqueeze(1).repeat(1, 3), numbers % 2);
    }
}

[Plugin("overlapping-splits", Summary = "Has a train sample in its test split.")]
public sealed class OverlappingSplits : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split)
    {
        var (inputs, labels) = Vectors.Of(split);
        if (split == Split.Test)
            inputs[2].fill_(7);
        return new Samples(inputs, labels);
    }
}

[Plugin("labels-out-of-range", Summary = "Has a label beyond its classes.")]
public sealed class LabelsOutOfRange : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split)
    {
        var (inputs, labels) = Vectors.Of(split);
        labels[3].fill_(2);
        return new Samples(inputs, labels);
    }
}

[Plugin("nan-inside", Summary = "Holds a NaN.")]
public sealed class NanInside : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split)
    {
        var (inputs, labels) = Vectors.Of(split);
        inputs[4, 1].fill_(double.NaN);
        return new Samples(inputs, labels);
    }
}

[Plugin("never-the-same", Summary = "Draws its samples anew at every load.")]
public sealed class NeverTheSame : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split)
    {
        var (inputs, labels) = Vectors.Of(split);
        return new Samples(inputs + rand(inputs.shape), labels);
    }
}

[Plugin("class-without-samples", Summary = "Declares a class that no sample is of.")]
public sealed class ClassWithoutSamples : Dataset
{
    public override IReadOnlyList<string> Classes => [.. Vectors.Classes, "neither"];

    public override Samples Load(Split split)
    {
        var (inputs, labels) = Vectors.Of(split);
        return new Samples(inputs, labels);
    }
}

[Plugin("two-shapes", Summary = "Has wider test than train samples.")]
public sealed class TwoShapes : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split)
    {
        var (inputs, labels) = Vectors.Of(split);
        return new Samples(split == Split.Test ? inputs.repeat(1, 2) : inputs, labels);
    }
}

[Plugin("does-not-load", Summary = "Throws while it loads.")]
public sealed class DoesNotLoad : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => throw new FormatException("the index is damaged");
}

[Plugin("loads-nothing", Summary = "Gives no samples.")]
public sealed class LoadsNothing : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => null!;
}

[Plugin("keeps-samples", Summary = "Gives the same tensors at every call, though callers dispose them.")]
public sealed class KeepsSamples : Dataset
{
    private readonly Samples[] samples = [.. Enum.GetValues<Split>().Select(Vectors.Of).Select(split => new Samples(split.Inputs, split.Labels))];

    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => samples[(int)split];
}

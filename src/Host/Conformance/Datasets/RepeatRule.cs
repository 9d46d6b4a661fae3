namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class RepeatRule() : DatasetRule("repeats", "Every load gives the same samples in the same order.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        const string tried = "loaded again, by the same dataset and by a new one; other states of the default generator";
        foreach (var again in new[] { dataset, Make(subject) })
        {
            foreach (var (split, first) in Splits.Zip([train, test]))
            {
                torch.manual_seed(Random.Shared.NextInt64());
                using var second = Load(again, split);
                if ((first.ImageFiles is null && ReferenceEquals(second.Inputs, first.Inputs)) || ReferenceEquals(second.Labels, first.Labels))
                    return Finding.Failed(tried, "the second call gives the tensors of the first, which their caller disposes", $"{split}");
                if (Form(second) != Form(first))
                    return Finding.Failed(tried, $"samples are {Form(first)}, then {Form(second)}", $"{split}");
                if (second.Count != first.Count)
                    return Finding.Failed(tried, $"{split} has {first.Count} samples, then {second.Count}");
                var other = Same(first, second).logical_and(first.Labels.eq(second.Labels)).logical_not();
                if (First(other) is { } at)
                    return Finding.Failed(tried, "input or label is another the second time", $"{split} sample {at}");
            }
        }

        return Finding.Passed(tried);
    }

    // Of each sample whether its input is the same; files are told apart by their paths.
    private static torch.Tensor Same(Samples first, Samples second) => first.ImageFiles is { } files
        ? torch.tensor(files.Zip(second.ImageFiles!, string.Equals).ToArray())
        : first.Inputs.nan_to_num().eq(second.Inputs.nan_to_num()).flatten(1).all(1);
}

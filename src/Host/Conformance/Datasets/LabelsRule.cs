namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class LabelsRule() : DatasetRule("labels", "A label is the index of a class, or -1 for an outlier.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        var classes = dataset.Classes.Count;
        var tried = $"{train.Count + test.Count} labels; {classes} classes";
        foreach (var (split, labels) in Splits.Zip([train.Labels, test.Labels]))
        {
            if (First(labels.lt(-1).logical_or(labels.ge(classes))) is { } at)
                return Finding.Failed(tried, $"labels are -1 to {classes - 1}; one is {labels[at].item<long>()}", $"{split} sample {at}");
        }

        return Finding.Passed(tried);
    }
}

namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class SizesRule() : DatasetRule("sizes", "Both splits hold samples of one shape and type, or both image files, and every class that is declared has a sample in one of them.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        var tried = $"{Tell(train, test)}, {dataset.Classes.Count} classes";
        if (Form(train) != Form(test))
            return Finding.Failed(tried, $"train samples are {Form(train)}, test samples {Form(test)}");

        using var labels = torch.cat([train.Labels, test.Labels]);
        for (var label = 0; label < dataset.Classes.Count; label++)
        {
            using var found = labels.eq(label).any();
            if (!found.item<bool>())
                return Finding.Failed(tried, $"no sample has label {label}", $"class \"{dataset.Classes[label]}\"");
        }

        return Finding.Passed(tried);
    }
}

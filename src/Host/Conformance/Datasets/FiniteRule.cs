namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class FiniteRule() : DatasetRule("finite", "No input is NaN or infinite.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        if ((train.ImageFiles ?? test.ImageFiles) is not null)
            return Finding.Skipped("its samples are image files, whose pixels are finite");
        var tried = $"{train.Inputs.numel() + test.Inputs.numel()} numbers";
        foreach (var (split, inputs) in Splits.Zip([train.Inputs, test.Inputs]))
        {
            if (First(inputs.isfinite().flatten(1).all(1).logical_not()) is { } at)
                return Finding.Failed(tried, "it holds NaN or infinity", $"{split} sample {at}");
        }

        return Finding.Passed(tried);
    }
}

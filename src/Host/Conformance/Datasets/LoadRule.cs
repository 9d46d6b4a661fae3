namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class LoadRule() : DatasetRule("made", "Both splits load; each image file exists, begins as a JPEG, PNG, WebP, GIF or BMP does, and is one sample.")
{
    public override bool IsBasic => true;

    protected override Finding Try(Subject subject)
    {
        try
        {
            return base.Try(subject);
        }
        catch (InvalidInputException e) when (subject.DataFolder is null && subject.Plugin.Takes<DatasetContext>())
        {
            return Finding.Skipped($"no --data folder was named: {e.Message}");
        }
        catch (InvalidInputException e) when (!subject.Use.Options.AreDefault)
        {
            return Finding.Skipped($"refuses these options: {e.Message}");
        }
    }

    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test) =>
        Splits.Zip([train, test]).Select(split => ImageFiles.Problem(split.First, split.Second)).FirstOrDefault(problem => problem is not null) is { } found
            ? Finding.Failed(Tell(train, test), found.Problem, found.Place)
            : Finding.Passed(Tell(train, test));
}

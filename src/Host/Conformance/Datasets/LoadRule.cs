namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class LoadRule() : DatasetRule("made", "Both splits load.")
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

    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test) => Finding.Passed(Tell(train, test));
}

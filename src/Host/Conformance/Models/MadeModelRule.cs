namespace MetricPlugins.Host.Conformance.Models;

internal sealed class MadeModelRule() : Rule("made", "It can be made with these options, for samples of a usual shape.")
{
    public override bool IsBasic => true;

    protected override Finding Try(Subject subject)
    {
        try
        {
            return Finding.Passed($"samples [{string.Join(", ", new ModelProbe(subject).Shape)}]");
        }
        catch (InvalidInputException e)
        {
            return Finding.Skipped(e.Message);
        }
    }
}

using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class MadeLossRule() : Rule("made", "It can be made with these options.")
{
    public override bool IsBasic => true;

    protected override Finding Try(Subject subject)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(0, CPU);
            using var loss = new LossProbe(subject).Create(4, generator, subject.Device);
            return Finding.Passed($"{LossProbe.Classes} classes, embeddings of 4 columns");
        }
        catch (InvalidInputException e) when (!subject.Use.Options.AreDefault)
        {
            return Finding.Skipped($"refuses these options: {e.Message}");
        }
    }
}

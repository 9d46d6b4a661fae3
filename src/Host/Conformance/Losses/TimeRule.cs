using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>Machines differ, and are busy with other things: what is judged is the ratio of the best of several steps to the best of
/// as many of a plain loss, taken in turns. A ratio that is too large is measured again before it counts.</remarks>
internal sealed class TimeRule() : Rule("time", "A step at batch 512 takes at most 30 times that of a plain loss over all pairs.")
{
    private const double MostRatio = 30;
    private const int Size = 512;
    private const int Dimensions = 128;
    private const int Least = 3;
    private const int Most = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override Finding Try(Subject subject)
    {
        var probe = new LossProbe(subject);
        using var generator = new Generator(0, CPU);
        using var loss = probe.Create(Dimensions, generator, subject.Device);
        using var plain = new AllPairsLoss();
        var (best, bestPlain) = (double.PositiveInfinity, double.PositiveInfinity);
        var all = Stopwatch.StartNew();
        for (var round = 0; round < Least || (round < Most && best > MostRatio * bestPlain && all.Elapsed < Patience); round++)
        {
            best = Math.Min(best, Milliseconds(loss));
            bestPlain = Math.Min(bestPlain, Milliseconds(plain));
        }

        var ratio = best / bestPlain;
        var tried = string.Create(CultureInfo.InvariantCulture,
            $"{Size} samples of {LossProbe.Classes} classes, {Dimensions} columns, forward and backward: {best:0.0} ms, {ratio:0.0} times a plain loss over all pairs");
        return ratio <= MostRatio
            ? Finding.Passed(tried, best)
            : Finding.Failed(tried, "it is too slow: loops over samples or pairs in C# are what tensor operations are for", $"{Size} samples", best);

        double Milliseconds(MetricLoss stepping)
        {
            var clock = Stopwatch.StartNew();
            probe.Train(stepping, Size, Dimensions, 1, _ => { });
            return clock.Elapsed.TotalMilliseconds;
        }
    }

    /// <summary>Squared distances of positives, squared hinges of negatives.</summary>
    private sealed class AllPairsLoss : MetricLoss
    {
        public override LossResult Compute(Batch batch)
        {
            var distances = Pairwise.Euclidean(batch);
            var (positives, negatives) = Pairwise.Masks(batch);
            return LossResult.Of(where(positives, distances, nn.functional.relu(1 - distances)).square(), positives | negatives, TermAverage.All);
        }
    }
}

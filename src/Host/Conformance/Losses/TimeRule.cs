using System.Diagnostics;
using System.Globalization;

namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>Machines differ: the time is reported, and judged only where it can be nothing but a mistake.</remarks>
internal sealed class TimeRule() : Rule("time", "A step at batch 512 takes no more than ten seconds.")
{
    private const double MostSeconds = 10;
    private const int Calls = 4;

    public override bool MeasuresTime => true;

    protected override Finding Try(Subject subject)
    {
        var best = double.PositiveInfinity;
        var clock = Stopwatch.StartNew();
        new LossProbe(subject).Train(512, 128, Calls, call =>
        {
            // The first call warms up, unless it alone takes too long.
            if (call > 0 || clock.Elapsed.TotalSeconds > MostSeconds)
                best = Math.Min(best, clock.Elapsed.TotalSeconds);
            clock.Restart();
        });
        var tried = string.Create(CultureInfo.InvariantCulture, $"512 samples of 10 classes, 128 columns, forward and backward: {best * 1000:0.0} ms");
        return best <= MostSeconds ? Finding.Passed(tried, best) : Finding.Failed(tried, $"a step takes {best:0.0} seconds", measure: best);
    }
}

using System.Globalization;
using System.Runtime.Versioning;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>Each size doubles the one before, so that a loss that would need all memory at 1,024 is found before it is there.</remarks>
internal sealed class MemoryRule() : Rule("memory", "Twice the batch needs at most four times the memory.")
{
    /// <summary>What a process takes and hands back for reasons of its own.</summary>
    private const double Slack = 32 << 20;

    private static readonly int[] Sizes = [128, 256, 512, 1024];

    public override bool MeasuresMemory => true;

    protected override Finding Try(Subject subject)
    {
        if (!PeakMemory.IsKnown)
            return Finding.Skipped("this system does not tell a process's peak memory");
        var probe = new LossProbe(subject with { Device = CPU });
        Peak(probe, Sizes[0]);

        var peaks = new List<long>();
        foreach (var size in Sizes)
        {
            peaks.Add(Peak(probe, size));

            // What the process does beside it may hide memory, or add some: only a second look makes it a failure.
            if (IsTooMuch(peaks))
                peaks = [.. peaks.SkipLast(2), Math.Max(peaks[^2], Peak(probe, size / 2)), Math.Min(peaks[^1], Peak(probe, size))];
            if (IsTooMuch(peaks) && peaks is [.., var smaller, var larger])
                return Finding.Failed(Tell(peaks), $"from {size / 2} to {size} samples it grows from {Megabytes(smaller)} to {Megabytes(larger)}: worse than quadratic", $"{size} samples", larger);
        }

        return Finding.Passed(Tell(peaks), peaks[^1]);
    }

    private static bool IsTooMuch(List<long> peaks) => peaks is [.., var smaller, var larger] && larger > 4 * smaller + Slack;

    [SupportedOSPlatform("linux")]
    private static long Peak(LossProbe probe, int size) => PeakMemory.Of(() => probe.Train(size, 128, 2, _ => { }));

    private static string Tell(List<long> peaks) =>
        $"peak above what was held before: {string.Join(", ", peaks.Select((bytes, i) => $"{Sizes[i]} samples {Megabytes(bytes)}"))}";

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MB");
}

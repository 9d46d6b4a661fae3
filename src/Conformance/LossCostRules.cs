using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

internal sealed class LeakRule() : Rule("leaks", "A call leaves no tensors behind.")
{
    private const int Calls = 200;
    private const int First = 10;

    protected override Finding Try(Subject subject)
    {
        const string tried = "200 calls on 16 samples";
        long before = 0, after = 0;
        new LossProbe(subject).Train(16, 4, First + Calls, call =>
        {
            if (call == First - 1)
                before = Live();
            after = Live();
        });
        return after <= before
            ? Finding.Passed(tried)
            : Finding.Failed(
                tried, $"{after - before} tensors remain: create them in Compute's dispose scope, and keep only a fixed number");
    }

    /// <summary>Number of tensors that this thread created and has not disposed. <c>Tensor.TotalCount</c> of TorchSharp 0.107 counts the data
    /// of each parameter twice.</summary>
    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}

/// <remarks>Machines differ in speed and load: the rule compares the fastest of several steps with the fastest of as many steps of a
/// plain loss, run alternately. A ratio that is too large is measured again before the rule fails.</remarks>
internal sealed class TimeRule() : Rule("time", "A step at batch 512 takes at most 30 times as long as a plain loss over all pairs.")
{
    private const double MostRatio = 30;
    private const int Size = 512;
    private const int Dimensions = 128;
    private const int Least = 3;
    private const int Most = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override bool NeedsOwnProcess => true;

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
            $"{Size} samples of {LossProbe.Classes} classes, {Dimensions} columns, forward and backward: {best:0.0} ms, "
            + $"{ratio:0.0} times a plain loss over all pairs");
        return ratio <= MostRatio
            ? Finding.Passed(tried, best)
            : Finding.Failed(tried, "it is too slow: replace loops over samples or pairs in C# by tensor operations",
                $"{Size} samples", best);

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
            return LossResult.Of(where(positives, distances, nn.functional.relu(1 - distances)).square(),
                positives | negatives, TermAverage.All);
        }
    }
}

/// <remarks>Sizes double from small ones: a loss that would exhaust memory at 1,024 samples fails at a smaller size.</remarks>
internal sealed class MemoryRule() : Rule("memory", "Twice the batch needs at most four times the memory.")
{
    /// <summary>Memory changes of a process that are not the loss's.</summary>
    private const double Slack = 32 << 20;

    private static readonly int[] Sizes = [128, 256, 512, 1024];

    public override bool MeasuresMemory => true;

    protected override Finding Try(Subject subject)
    {
        if (!PeakMemory.IsKnown)
            return Finding.Skipped("this system does not report a process's peak memory");
        var probe = new LossProbe(subject with { Device = CPU });
        Peak(probe, Sizes[0]);

        var peaks = new List<long>();
        foreach (var size in Sizes)
        {
            peaks.Add(Peak(probe, size));

            // Other work of the process may hide or add memory: the rule fails only if a second measurement agrees.
            if (IsTooMuch(peaks))
                peaks = [.. peaks.SkipLast(2), Math.Max(peaks[^2], Peak(probe, size / 2)), Math.Min(peaks[^1], Peak(probe, size))];
            if (IsTooMuch(peaks) && peaks is [.., var smaller, var larger])
                return Finding.Failed(
                    Tell(peaks),
                    $"from {size / 2} to {size} samples it grows from {Megabytes(smaller)} to {Megabytes(larger)}: worse than quadratic",
                        $"{size} samples", larger);
        }

        return Finding.Passed(Tell(peaks), peaks[^1]);
    }

    private static bool IsTooMuch(List<long> peaks) => peaks is [.., var smaller, var larger] && larger > 4 * smaller + Slack;

    [SupportedOSPlatform("linux")]
    private static long Peak(LossProbe probe, int size) => PeakMemory.Of(() => probe.Train(size, 128, 2, _ => { }));

    private static string Tell(List<long> peaks) =>
        $"peak above the memory held before: {string.Join(", ", peaks.Select((bytes, i) => $"{Sizes[i]} samples {Megabytes(bytes)}"))}";

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MB");
}

/// <summary>Peak memory of an action, from Linux's figures for the whole process.</summary>
internal static class PeakMemory
{
    private const string Reset = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";
    private const string CLibrary = "libc.so.6";

    /// <summary>True on Linux with the GNU C library.</summary>
    [SupportedOSPlatformGuard("linux")]
    public static bool IsKnown { get; } =
        OperatingSystem.IsLinux() && File.Exists(Reset) && File.Exists(Status) && NativeLibrary.TryLoad(CLibrary, out _);

    /// <summary>Environment variables that make the C library return freed memory at once, so that a peak belongs to the action.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["MALLOC_MMAP_THRESHOLD_"] = "65536",
        ["MALLOC_TRIM_THRESHOLD_"] = "65536",
    };

    /// <summary>Peak in bytes above the memory that the process held before.</summary>
    [SupportedOSPlatform("linux")]
    public static long Of(Action work)
    {
        // Returns freed memory to the system first: the action would reuse it and seem to need less.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = Trim(0);

        // 5 resets the peak to the memory held now.
        File.WriteAllText(Reset, "5");
        var before = Read("VmRSS:");
        work();
        return Math.Max(0, Read("VmHWM:") - before);
    }

    [SupportedOSPlatform("linux")]
    [DllImport(CLibrary, EntryPoint = "malloc_trim")]
    private static extern int Trim(nint kept);

    private static long Read(string name)
    {
        var line = File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line[name.Length..].Replace("kB", "", StringComparison.Ordinal),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}

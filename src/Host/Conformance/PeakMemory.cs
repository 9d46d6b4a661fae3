using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MetricPlugins.Host.Conformance;

/// <summary>The most memory that a piece of work holds, as Linux tells it of the whole process.</summary>
internal static class PeakMemory
{
    private const string Reset = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";
    private const string CLibrary = "libc.so.6";

    /// <summary>On Linux with the GNU C library.</summary>
    [SupportedOSPlatformGuard("linux")]
    public static bool IsKnown { get; } = OperatingSystem.IsLinux() && File.Exists(Reset) && File.Exists(Status) && NativeLibrary.TryLoad(CLibrary, out _);

    /// <summary>What makes the C library hand freed memory back at once: with it a peak is what the work itself needs.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["MALLOC_MMAP_THRESHOLD_"] = "65536",
        ["MALLOC_TRIM_THRESHOLD_"] = "65536",
    };

    /// <summary>Bytes above those held before.</summary>
    [SupportedOSPlatform("linux")]
    public static long Of(Action work)
    {
        // What was freed before goes back to the system now: the work would take it, and seem to need less.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = Trim(0);

        // 5: the peak begins anew at what is held now.
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
        return 1024 * long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}

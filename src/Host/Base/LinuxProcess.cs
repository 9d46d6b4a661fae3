using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MetricPlugins.Host.Base;

/// <summary>Settings of the C library and of OpenMP that suit training. They belong to the process, and what MALLOC_…_, OMP_… and GOMP_…
/// variables of the user's set stays.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxProcess
{
    private const string CLibrary = "libc.so.6";
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string Spins = "1000";
    private static readonly string[] WaitVariables = ["OMP_WAIT_POLICY", SpinCount];

    /// <summary>How threads wait for one another: what the environment set when the process began, else what <see cref="Tune"/>
    /// sets.</summary>
    public static string Waiting { get; } = WaitVariables.Where(IsSet).Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")
        .DefaultIfEmpty($"{SpinCount}={Spins}").Aggregate((a, b) => $"{a} {b}");

    /// <summary>Makes the settings; libtorch must not be loaded yet, for OpenMP reads its variables once.</summary>
    public static void Tune()
    {
        // A step allocates and frees the same buffers of a few MB again and again. By default glibc maps and unmaps each of them, and
        // the kernel clears every page anew.
        if (!IsSet("MALLOC_MMAP_THRESHOLD_"))
            _ = SetMallocOption(MmapThreshold, 32 << 20);
        if (!IsSet("MALLOC_TRIM_THRESHOLD_"))
            _ = SetMallocOption(TrimThreshold, 1 << 30);

        // OpenMP's threads spin some milliseconds while they wait, which on a busy machine takes the core from whoever they wait for. Some
        // microseconds bridge the time from one operation of a step to the next; to sleep and be woken takes longer than most of them.
        if (!WaitVariables.Any(IsSet))
            _ = SetVariable(SpinCount, Spins, overwrite: 0);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is not null;

    [DllImport(CLibrary, EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMallocOption(int option, int value);

    /// <remarks>.NET keeps an environment of its own, which OpenMP does not see.</remarks>
    [DllImport(CLibrary, EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);
}

using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MetricPlugins.Host.Training;

/// <summary>Settings of the C library and of OpenMP that suit training. They belong to the process, and what the user's environment sets stays.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxProcess
{
    private const string CLibrary = "libc.so.6";
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private static readonly string[] WaitVariables = [WaitPolicy, "GOMP_SPINCOUNT"];

    /// <summary>How threads wait for one another: what the environment set when the process began, else what <see cref="Tune"/> sets.</summary>
    public static string Waiting { get; } = WaitVariables.Where(IsSet).Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}").DefaultIfEmpty($"{WaitPolicy}=passive").Aggregate((a, b) => $"{a} {b}");

    /// <summary>Makes the settings; libtorch must not be loaded yet, for OpenMP reads its variables once.</summary>
    public static void Tune()
    {
        // A step allocates and frees the same buffers of a few MB again and again. By default glibc maps and unmaps each of them, and
        // the kernel clears every page anew.
        if (!IsSet("MALLOC_MMAP_THRESHOLD_"))
            _ = SetMallocOption(MmapThreshold, 32 << 20);
        if (!IsSet("MALLOC_TRIM_THRESHOLD_"))
            _ = SetMallocOption(TrimThreshold, 1 << 30);

        // By default OpenMP's threads spin while they wait, and take the core from whoever they wait for on a machine that does something else besides.
        if (!WaitVariables.Any(IsSet))
            _ = SetVariable(WaitPolicy, "passive", overwrite: 0);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is not null;

    [DllImport(CLibrary, EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMallocOption(int option, int value);

    /// <remarks>.NET keeps an environment of its own, which OpenMP does not see.</remarks>
    [DllImport(CLibrary, EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable([MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);
}

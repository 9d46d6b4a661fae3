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

    /// <summary>Makes the settings; libtorch must not be loaded yet, for OpenMP reads its variables once.</summary>
    public static void Tune()
    {
        // A step allocates and frees the same buffers of a few MB again and again. By default glibc maps and unmaps each of them, and
        // the kernel clears every page anew.
        if (Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is null)
            _ = SetMallocOption(MmapThreshold, 32 << 20);
        if (Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is null)
            _ = SetMallocOption(TrimThreshold, 1 << 30);
    }

    [DllImport(CLibrary, EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMallocOption(int option, int value);
}

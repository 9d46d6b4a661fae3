using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Base;

/// <summary>Sets up libtorch and finds devices.</summary>
internal static class TorchEnvironment
{
    /// <summary>Loads libtorch and sets its threads.</summary>
    /// <param name="threads">Number of threads; by default one per logical core, since libtorch's default leaves half of a hyperthreaded machine idle.</param>
    /// <exception cref="EnvironmentException">libtorch does not load.</exception>
    public static void Start(int? threads = null)
    {
        if (OperatingSystem.IsLinux())
            LinuxProcess.Tune();
        try
        {
            set_num_threads(threads ?? Environment.ProcessorCount);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or NotSupportedException)
        {
            throw new EnvironmentException($"libtorch does not load: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>The device a user named: <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    /// <exception cref="InvalidInputException">The name is not a device name.</exception>
    /// <exception cref="EnvironmentException">This machine has no such device.</exception>
    public static Device Find(string name)
    {
        if (name == "cpu")
            return CPU;
        var index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out index) && index >= 0))
            throw new InvalidInputException($"A device is cpu, cuda or cuda:0, cuda:1, …; got \"{name}\".");

        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (index >= count)
            throw new EnvironmentException($"Device {name} does not exist: libtorch {__version__} sees {count} CUDA devices. Use --device cpu, or see metric doctor.");
        return device(DeviceType.CUDA, index);
    }
}

/// <summary>The machine lacks libtorch or the requested device.</summary>
internal sealed class EnvironmentException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Settings of the C library and of OpenMP that suit training. They apply to the process; the user's MALLOC_…_, OMP_… and GOMP_…
/// variables take precedence.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxProcess
{
    private const string CLibrary = "libc.so.6";
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string Spins = "1000";
    private static readonly string[] WaitVariables = ["OMP_WAIT_POLICY", SpinCount];

    /// <summary>How threads wait for one another: the settings of the environment at process start, else what <see cref="Tune"/>
    /// sets.</summary>
    public static string Waiting { get; } = WaitVariables.Where(IsSet).Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")
        .DefaultIfEmpty($"{SpinCount}={Spins}").Aggregate((a, b) => $"{a} {b}");

    /// <summary>Applies the settings; call it before libtorch loads, since OpenMP reads its variables once.</summary>
    public static void Tune()
    {
        // A step allocates and frees the same buffers of a few MB again and again. By default glibc maps and unmaps each of them, and
        // the kernel clears every page again.
        if (!IsSet("MALLOC_MMAP_THRESHOLD_"))
            _ = SetMallocOption(MmapThreshold, 32 << 20);
        if (!IsSet("MALLOC_TRIM_THRESHOLD_"))
            _ = SetMallocOption(TrimThreshold, 1 << 30);

        // OpenMP's threads spin for milliseconds while they wait, which on a busy machine takes the core from the thread they wait for. Some
        // microseconds bridge the time from one operation of a step to the next; to sleep and be woken takes longer than most of them.
        if (!WaitVariables.Any(IsSet))
            _ = SetVariable(SpinCount, Spins, overwrite: 0);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is not null;

    [DllImport(CLibrary, EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMallocOption(int option, int value);

    /// <remarks>.NET keeps a separate copy of the environment, which OpenMP does not see.</remarks>
    [DllImport(CLibrary, EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);
}

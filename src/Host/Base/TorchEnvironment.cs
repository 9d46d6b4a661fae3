using static TorchSharp.torch;

namespace MetricPlugins.Host.Base;

/// <summary>What tensors run on here.</summary>
internal static class TorchEnvironment
{
    /// <summary>Loads libtorch and sets its threads.</summary>
    /// <param name="threads">By default one a logical core; libtorch's own default leaves half of a hyperthreaded machine idle.</param>
    /// <exception cref="EnvironmentException">It does not load.</exception>
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
    /// <exception cref="InvalidInputException">It is no name of a device.</exception>
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
            throw new EnvironmentException($"There is no device {name}: this libtorch ({__version__}) sees {count} CUDA devices. Use --device cpu, or see metric doctor.");
        return device(DeviceType.CUDA, index);
    }
}

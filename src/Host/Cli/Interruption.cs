using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MetricPlugins.Host.Cli;

/// <summary>Ctrl-C and its like: the first asks the work to stop where it is whole, the second ends the process.</summary>
/// <remarks>System.CommandLine's own handling crashes at a second signal.</remarks>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

    public Interruption() =>
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Token => source.Token;

    /// <summary>A second signal arrived: the process exits at once, and exceptions of the work mean nothing.</summary>
    public bool IsForced => signals > 1;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref signals) > 1)
            End();
        source.Cancel();
    }

    /// <summary>At once: native code that threads are in does not survive the clearing up that an orderly end begins with.</summary>
    private static void End()
    {
        if (OperatingSystem.IsWindows())
            Environment.Exit(ExitCode.Interrupted);
        else
            EndUnix(ExitCode.Interrupted);
    }

    [UnsupportedOSPlatform("windows")]
    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void EndUnix(int code);
}

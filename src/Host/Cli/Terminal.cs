using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>The single JSON document of a command with <c>--json</c>. What scripts and plugins print on stdout is redirected to
/// stderr.</summary>
internal static class JsonOutput
{
    private static TextWriter? output;

    /// <summary>Reserves stdout for the document.</summary>
    public static void Reserve()
    {
        output = Console.Out;
        Console.SetOut(Console.Error);
    }

    public static void Write(JsonNode document)
    {
        output!.WriteLine(document.ToJsonString(Core.ResultJson.Options));
        output.Flush();
    }
}

/// <summary>Writes complete lines to a terminal that shows progress bars.</summary>
internal sealed class LinesAbove(IAnsiConsole terminal) : TextWriter
{
    private readonly Lock writing = new();
    private readonly StringBuilder line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (writing)
        {
            if (value == '\n')
                WriteLineOut();
            else if (value != '\r')
                line.Append(value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (writing)
        {
            if (line.Length > 0)
                WriteLineOut();
        }

        base.Dispose(disposing);
    }

    private void WriteLineOut()
    {
        // Unformatted: Spectre would wrap long lines, and paths in them, at the terminal's width.
        if (terminal.Profile.Capabilities.Ansi)
            terminal.Write(new ControlCode($"{line}{Environment.NewLine}"));
        else
            terminal.WriteLine(line.ToString());
        line.Clear();
    }
}

/// <summary>Handles SIGINT (Ctrl-C) and SIGTERM: the first requests a clean stop, the second ends the process.</summary>
/// <remarks>System.CommandLine's own handling crashes at a second signal.</remarks>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

    public Interruption() =>
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Token => source.Token;

    /// <summary>A second signal arrived: the process exits at once, and exceptions are ignored.</summary>
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

    /// <summary>Exits without cleanup, which would crash threads that are in native code.</summary>
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

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>The one JSON document of a command with <c>--json</c>. Whatever else is printed on stdout, by scripts and plugins, goes to
/// stderr then.</summary>
internal static class JsonOutput
{
    private static TextWriter? output;

    /// <summary>Keeps stdout for the document.</summary>
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

/// <summary>Writes whole lines to a terminal on which progress is drawn.</summary>
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
        // As it is: Spectre would break a long line, and a path in it, at the terminal's width.
        if (terminal.Profile.Capabilities.Ansi)
            terminal.Write(new ControlCode($"{line}{Environment.NewLine}"));
        else
            terminal.WriteLine(line.ToString());
        line.Clear();
    }
}

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

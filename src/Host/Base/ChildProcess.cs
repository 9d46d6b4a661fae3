using System.Diagnostics;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Base;

/// <summary>Another process of this program that answers each line with a line; its crash does not affect this process.</summary>
internal static class ChildProcess
{
    /// <summary>Starts the process; its stderr is forwarded to this console, which may show progress bars.</summary>
    /// <param name="arguments">A command and its options.</param>
    /// <param name="environment">Environment variables to add to this process's.</param>
    public static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = DotnetProgram.Of(Install.Program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var started = Process.Start(start)!;
        started.ErrorDataReceived += (_, said) => Forward(said.Data);
        started.BeginErrorReadLine();
        return started;
    }

    /// <summary>Writes a line of its output to stderr.</summary>
    public static void Forward(string? line)
    {
        if (!string.IsNullOrEmpty(line))
            Console.Error.WriteLine(line);
    }

    public static void Send(Process process, string request)
    {
        try
        {
            process.StandardInput.WriteLine(request);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The process has just ended; the reader of its output notices.
        }
    }
}

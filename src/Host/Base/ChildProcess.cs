using System.Diagnostics;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Base;

/// <summary>Another process of this program, which answers lines with lines: what crashes it leaves this one whole.</summary>
internal static class ChildProcess
{
    /// <summary>Starts it; what it says on stderr goes by way of this console, where progress may be drawn.</summary>
    /// <param name="arguments">A command and its options.</param>
    /// <param name="environment">Variables besides this process's own.</param>
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

    /// <summary>Says a line of it on stderr.</summary>
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
            // It has just ended: that it says no more will tell.
        }
    }
}

using System.Text;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

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

using Serilog;
using Serilog.Core;
using Serilog.Formatting.Json;

namespace MetricPlugins.Host.Studies;

/// <summary>The log beside a study's results: one JSON object per line, in log.jsonl and, when that is full, log_001.jsonl and so on.</summary>
internal sealed class StudyLog : IDisposable
{
    public const string Name = "log.jsonl";
    private const long FileSize = 10 << 20;
    private const int Files = 5;

    private readonly Logger file;
    private readonly Logger both;

    /// <summary>Opens the log in a study's folder. Several processes may write to it.</summary>
    public StudyLog(string folder, ILogger console)
    {
        file = new LoggerConfiguration()
            .WriteTo.File(
                new JsonFormatter(renderMessage: true), Path.Combine(folder, Name), fileSizeLimitBytes: FileSize, rollOnFileSizeLimit: true,
                retainedFileCountLimit: Files, shared: true)
            .CreateLogger();
        both = new LoggerConfiguration().WriteTo.Logger(console).WriteTo.Logger(file).CreateLogger();
    }

    /// <summary>Logs to the console and the file.</summary>
    public ILogger Console => both;

    /// <summary>Logs to the file only.</summary>
    public ILogger File => file;

    public void Dispose()
    {
        both.Dispose();
        file.Dispose();
    }
}

using Serilog;
using Serilog.Core;
using Serilog.Formatting.Json;

namespace MetricPlugins.Host.Studies;

/// <summary>The log beside a study's results: one JSON object a line, in log.jsonl and, once that is full, in log_001.jsonl and so on.</summary>
internal sealed class StudyLog : IDisposable
{
    public const string Name = "log.jsonl";
    private const long FileSize = 10 << 20;
    private const int Files = 5;

    private readonly Logger file;
    private readonly Logger both;

    /// <summary>Opens the log in a study's folder. Several processes may write to one.</summary>
    public StudyLog(string folder, ILogger console)
    {
        file = new LoggerConfiguration()
            .WriteTo.File(
                new JsonFormatter(renderMessage: true), Path.Combine(folder, Name), fileSizeLimitBytes: FileSize, rollOnFileSizeLimit: true,
                retainedFileCountLimit: Files, shared: true)
            .CreateLogger();
        both = new LoggerConfiguration().WriteTo.Logger(console).WriteTo.Logger(file).CreateLogger();
    }

    /// <summary>For what the user sees, too.</summary>
    public ILogger Console => both;

    /// <summary>For what only the file is to hold.</summary>
    public ILogger File => file;

    public void Dispose()
    {
        both.Dispose();
        file.Dispose();
    }
}

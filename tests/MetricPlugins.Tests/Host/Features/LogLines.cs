using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MetricPlugins.Tests.Host.Features;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogEventSink
{
    private readonly List<LogEvent> events = [];

    public LogLines() => Logger = new LoggerConfiguration().WriteTo.Sink(this).CreateLogger();

    public ILogger Logger { get; }

    public IEnumerable<string> Warnings => Events().Where(e => e.Level == LogEventLevel.Warning).Select(e => e.RenderMessage());

    public IEnumerable<string> All => Events().Select(e => e.RenderMessage());

    public void Emit(LogEvent logEvent)
    {
        lock (events)
            events.Add(logEvent);
    }

    private LogEvent[] Events()
    {
        lock (events)
            return [.. events];
    }
}

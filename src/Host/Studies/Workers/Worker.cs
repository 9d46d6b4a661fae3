using System.Collections.Concurrent;
using MetricPlugins.Core;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

/// <summary>The worker's side: trains the runs that come in on its input, one line each, until the input ends, which also stops the
/// run under way.</summary>
internal sealed class Worker(PluginCatalog catalog, string output, BadImages bad, torch.Device device, TextReader requests, TextWriter answers)
{
    public void Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var waiting = new BlockingCollection<string>();
        var reading = new Thread(() => Read(waiting, stop)) { IsBackground = true };
        reading.Start();

        using var datasets = new DatasetCache(bad);
        foreach (var line in waiting.GetConsumingEnumerable(CancellationToken.None))
            Answer(Train(line, datasets, stop.Token));
        reading.Join();
    }

    private void Read(BlockingCollection<string> waiting, CancellationTokenSource stop)
    {
        while (requests.ReadLine() is { } line)
            waiting.Add(line);
        waiting.CompleteAdding();
        stop.Cancel();
    }

    private WorkerMessage Train(string line, DatasetCache datasets, CancellationToken cancellation)
    {
        try
        {
            var (config, fresh) = RunRequest.Read(line, catalog);
            using var log = new StudyLog(Path.Combine(output, config.Study), Serilog.Core.Logger.None);
            var result = new RunSession(config, output, datasets, device, log.File)
                .Run(progress => Answer(new WorkerMessage(progress, null, null)), fresh, cancellation);
            return new WorkerMessage(null, result.Status, result.Error?.Value);
        }
        catch (OperationCanceledException)
        {
            return new WorkerMessage(null, RunStatus.Interrupted, null);
        }
        catch (InvalidInputException e)
        {
            return new WorkerMessage(null, RunStatus.Failed, e.Message);
        }
    }

    private void Answer(WorkerMessage message)
    {
        // On a line of its own, whatever a native library printed before.
        answers.Write($"\n{message.Write()}\n");
        answers.Flush();
    }
}

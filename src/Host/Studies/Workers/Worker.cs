using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MetricPlugins.Core;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

/// <summary>The worker's side: trains the runs that its input requests, one per line, until the input ends, which also stops the
/// current run.</summary>
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
        // A leading newline separates the answer from output of native libraries.
        answers.Write($"\n{message.Write()}\n");
        answers.Flush();
    }
}

/// <summary>A run as one line of JSON, from a study to its worker.</summary>
internal static class RunRequest
{
    public static string Write(RunConfig config, bool fresh)
    {
        var request = config.ToJson();
        request["study"] = config.Study;
        request["data_folder"] = config.DataFolder;
        request["fresh"] = fresh;
        request["hash"] = config.Hash;
        return request.ToJsonString();
    }

    /// <exception cref="InvalidOperationException">The worker's plugins differ from the study's.</exception>
    public static (RunConfig Config, bool Fresh) Read(string line, PluginCatalog catalog)
    {
        var request = JsonNode.Parse(line)!;
        var (dataset, model, loss) = (Use(PluginKind.Dataset), Use(PluginKind.Model), Use(PluginKind.Loss));
        var cell = new Cell(Choice(dataset), Choice(model), Choice(loss), (long)request["seed"]!);
        var config = new RunConfig(
            (string)request["study"]!, cell, dataset, (string?)request["data_folder"], model, loss, Settings.OfJson(request["training"]!.AsObject()));
        return config.Hash == (string)request["hash"]!
            ? (config, (bool)request["fresh"]!)
            : throw new InvalidOperationException("The run that the worker read differs from the run that the study sent.");

        PluginUse Use(PluginKind kind)
        {
            var use = request[SnakeCase.Of(kind.ToString())]!;
            return PluginUse.Bind(catalog, kind, (string)use["name"]!, [.. use["options"]!.AsObject().Select(o => KeyValuePair.Create(o.Key, Text(o.Value!)))]);
        }
    }

    /// <summary>The plugin's name suffices, since a worker shows no names to users.</summary>
    private static PluginChoice Choice(PluginUse use) => PluginChoice.Parse(use.Plugin.Name);

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();
}

/// <summary>One line from a worker: the progress or the outcome of its run.</summary>
/// <param name="Progress">The progress.</param>
/// <param name="Status">The outcome.</param>
/// <param name="Error">Why the run failed.</param>
internal sealed record WorkerMessage(TrainingProgress? Progress, RunStatus? Status, string? Error)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>The message of a line; null if the line is not a message.</summary>
    public static WorkerMessage? TryRead(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<WorkerMessage>(line, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
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

    /// <exception cref="InvalidOperationException">The worker does not see the plugins that the study sees.</exception>
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

    /// <summary>A worker names nothing to people: the plugin's name will do.</summary>
    private static PluginChoice Choice(PluginUse use) => PluginChoice.Parse(use.Plugin.Name);

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();
}

/// <summary>One line from a worker: where its run stands, or how it came out.</summary>
/// <param name="Progress">Where it stands.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record WorkerMessage(TrainingProgress? Progress, RunStatus? Status, string? Error)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>The message of a line; null when the line is none.</summary>
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

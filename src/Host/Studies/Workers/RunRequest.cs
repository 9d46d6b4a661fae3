using System.Text.Json;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

/// <summary>A run as one line of JSON, from a study to its worker.</summary>
internal static class RunRequest
{
    public static string Write(RunConfig config)
    {
        var request = config.ToJson();
        request["study"] = config.Study;
        request["data_folder"] = config.DataFolder;
        request["hash"] = config.Hash;
        return request.ToJsonString();
    }

    /// <exception cref="InvalidOperationException">The worker does not see the plugins that the study sees.</exception>
    public static RunConfig Read(string line, PluginCatalog catalog)
    {
        var request = JsonNode.Parse(line)!;
        var training = request["training"]!;
        _ = Sampler.TryParse((string)training["sampler"]!, out var sampler);
        var config = new RunConfig(
            (string)request["study"]!, Use(PluginKind.Dataset), (string?)request["data_folder"], Use(PluginKind.Model), Use(PluginKind.Loss), (long)request["seed"]!,
            new TrainingSettings(
                (int)training["epochs"]!, (int)training["batch_size"]!, (double)training["learning_rate"]!, (double)training["weight_decay"]!,
                sampler, (double)training["validation"]!, (int)training["variance_every"]!));
        return config.Hash == (string)request["hash"]!
            ? config
            : throw new InvalidOperationException("The worker reads another run than the study asked for.");

        PluginUse Use(PluginKind kind)
        {
            var use = request[SnakeCase.Of(kind.ToString())]!;
            return PluginUse.Bind(catalog, kind, (string)use["name"]!, [.. use["options"]!.AsObject().Select(o => KeyValuePair.Create(o.Key, Text(o.Value!)))]);
        }
    }

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();
}

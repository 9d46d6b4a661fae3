using System.Text.Json;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

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
            : throw new InvalidOperationException("The worker reads another run than the study asked for.");

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

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Features;
using MetricPlugins.Host.Plugins;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric data</c>: handles the files of datasets; this class lists them.</summary>
internal static class DataCommand
{
    /// <summary>A dataset's name, with options where loading depends on them.</summary>
    public static Argument<string> Name { get; } = new("NAME") { Description = "A dataset." };

    public static Option<string?> Folder { get; } = new("--data") { Description = "Folder of the dataset [default: data/NAME, or $METRIC_DATA/NAME].", HelpName = "DIR" };

    public static Command Create()
    {
        Name.CompletionSources.Add(_ => CommonOptions.PluginNames(PluginKind.Dataset));
        var list = new Command("list", "List the datasets that read files, with folder, download size and sources, and the stored features of frozen backbones.") { CommonOptions.Plugins, CommonOptions.Json };
        list.SetAction(List);
        return new Command("data", "Get and verify the files of datasets; clear stored features.") { list, DataGetCommand.Create(), DataVerifyCommand.Create(), DataClearCommand.Create() };
    }

    private static int List(ParseResult result)
    {
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        DataPresence[] datasets = [.. catalog.Plugins.Where(p => p.Kind == PluginKind.Dataset && p.Takes<DatasetContext>()).Select(DataPresence.Of)];
        if (result.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(new JsonObject
            {
                ["datasets"] = new JsonArray([.. datasets.Select(Json)]),
                ["features"] = new JsonArray([.. FeatureCache.Default.List().Select(Json)]),
            });
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("dataset", "where", "download", "sources");
        table.Columns[0].NoWrap();
        table.Columns[2].NoWrap();
        foreach (var dataset in datasets)
            table.AddRow([.. new[] { dataset.Plugin.Name, Where(dataset), Size(dataset.Plugin.Sources), string.Join('\n', dataset.Plugin.Sources.Select(s => s.Url)) }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        PrintFeatures(FeatureCache.Default.List());
        return ExitCode.Done;
    }

    private static void PrintFeatures(IReadOnlyList<(string Key, FeatureEntry? Entry, long Bytes)> stored)
    {
        Console.WriteLine($"Features of frozen backbones in {FeatureCache.Default.Root}: {(stored.Count == 0 ? "none" : $"{ByteSize.Of(stored.Sum(s => s.Bytes))}; delete with metric data clear KEY or --all")}");
        if (stored.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("key", "dataset", "split", "model", "features", "left out", "size", "made (UTC)");
        foreach (var (key, entry, bytes) in stored)
        {
            table.AddRow([.. (entry is null
                ? new[] { key, "unfinished", "", "", "", "", ByteSize.Of(bytes), "" }
                : [key, entry.Dataset, entry.Split, entry.Model, string.Join(" × ", entry.Shape), $"{entry.LeftOut.Count}", ByteSize.Of(bytes), entry.Made.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)]).Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    private static JsonObject Json((string Key, FeatureEntry? Entry, long Bytes) stored) => new()
    {
        ["key"] = stored.Key,
        ["bytes"] = stored.Bytes,
        ["entry"] = JsonSerializer.SerializeToNode(stored.Entry, Core.ResultJson.Options),
    };

    private static string Where(DataPresence dataset) => (dataset.Presence, dataset.Plugin.Sources.Count) switch
    {
        (Presence.Absent, 0) => "missing; name your files: --data PATH",
        (Presence.Absent, _) => $"missing: metric data get {dataset.Plugin.Name}",
        (Presence.Incomplete, _) => $"{dataset.Folder}, incomplete: metric data get {dataset.Plugin.Name}",
        _ => dataset.Folder,
    };

    private static string Size(IReadOnlyList<DataSource> sources) =>
        sources.Count == 0 ? "–" : sources.Any(s => s.Bytes == 0) ? "not stated" : ByteSize.Of(sources.Sum(s => s.Bytes));

    private static JsonObject Json(DataPresence dataset) => new()
    {
        ["name"] = dataset.Plugin.Name,
        ["folder"] = dataset.Folder,
        ["presence"] = SnakeCase.Of(dataset.Presence.ToString()),
        ["get"] = dataset.Plugin.Sources.Count == 0 ? null : $"metric data get {dataset.Plugin.Name}",
        ["sources"] = new JsonArray([.. dataset.Plugin.Sources.Select(s => new JsonObject
        {
            ["url"] = s.Url.ToString(),
            ["bytes"] = s.Bytes == 0 ? null : s.Bytes,
            ["md5"] = s.Md5.Length == 0 ? null : s.Md5,
            ["sha256"] = s.Sha256.Length == 0 ? null : s.Sha256,
        })]),
    };
}

using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric data</c>: the files of datasets; here, which there are.</summary>
internal static class DataCommand
{
    /// <summary>Of a dataset, with its options where loading depends on them.</summary>
    public static Argument<string> Name { get; } = new("NAME") { Description = "A dataset." };

    public static Option<string?> Folder { get; } = new("--data") { Description = "Its folder [default: data/NAME, or $METRIC_DATA/NAME].", HelpName = "DIR" };

    public static Command Create()
    {
        Name.CompletionSources.Add(_ => CommonOptions.PluginNames(PluginKind.Dataset));
        var list = new Command("list", "List the datasets that read files: where they are, what they come in, and how to get them.") { CommonOptions.Plugins, CommonOptions.Json };
        list.SetAction(List);
        return new Command("data", "Get the files of datasets, and check them.") { list, DataGetCommand.Create(), DataVerifyCommand.Create() };
    }

    private static int List(ParseResult result)
    {
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        DataPresence[] datasets = [.. catalog.Plugins.Where(p => p.Kind == PluginKind.Dataset && p.Takes<DatasetContext>()).Select(DataPresence.Of)];
        if (result.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(new JsonObject { ["datasets"] = new JsonArray([.. datasets.Select(Json)]) });
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("dataset", "where", "download", "sources");
        table.Columns[0].NoWrap();
        table.Columns[2].NoWrap();
        foreach (var dataset in datasets)
            table.AddRow([.. new[] { dataset.Plugin.Name, Where(dataset), Size(dataset.Plugin.Sources), string.Join('\n', dataset.Plugin.Sources.Select(s => s.Url)) }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private static string Where(DataPresence dataset) => (dataset.Presence, dataset.Plugin.Sources.Count) switch
    {
        (Presence.Absent, 0) => "not there; name your own: --data PATH",
        (Presence.Absent, _) => $"not there: metric data get {dataset.Plugin.Name}",
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

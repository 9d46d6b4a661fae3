using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;
using Serilog;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric data get</c>: brings a dataset's files into its folder.</summary>
internal static class DataGetCommand
{
    private static readonly Option<string[]> FromOption = new("--from")
    {
        Description = "Local files to use instead of downloading, under the publisher's file names. May be repeated.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        var command = new Command("get", "Download the files of a dataset from their publisher, or take local files; check and unpack them.")
        {
            DataCommand.Name, DataCommand.Folder, FromOption, CommonOptions.Plugins, CommonOptions.Json,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Get(result, cancellation)));
        return command;
    }

    private static int Get(ParseResult result, CancellationToken cancellation)
    {
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        var plugin = catalog.Find(PluginKind.Dataset, result.GetValue(DataCommand.Name)!);
        if (plugin.Sources.Count == 0)
            throw new InvalidInputException($"{plugin.Title} names no source: {(plugin.Takes<DatasetContext>() ? "it reads your own files; name them where you use it: --data PATH" : "it needs no files")}.");
        var folder = Path.GetFullPath(result.GetValue(DataCommand.Folder) ?? DataFolders.Default(plugin.Name));

        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30) }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("MetricPlugins");
        var downloader = new Downloader(client, firstPause: TimeSpan.FromSeconds(1), patience: TimeSpan.FromMinutes(1));
        var mirror = Mirror();
        try
        {
            var obtained = ProgressDisplay.Show((Action<DataProgress> report) =>
                new DataGet(downloader, mirror, report)
                    .Run(plugin.Name, plugin.Sources, folder, result.GetValue(FromOption) ?? [], cancellation).GetAwaiter().GetResult());
            Tell(plugin, folder, obtained, result.GetValue(CommonOptions.Json));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Log.Information("Stopped. The downloaded part is kept; run the same command again to continue.");
            throw;
        }
    }

    private static string? Mirror()
    {
        const string variable = "METRIC_DATA_MIRROR";
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } mirror)
            return null;
        return Uri.TryCreate(mirror, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? mirror
            : throw new InvalidInputException($"{variable} is an http or https address that serves the files as dataset/file; got \"{mirror}\".");
    }

    private static void Tell(PluginInfo plugin, string folder, IReadOnlyList<ObtainedSource> obtained, bool json)
    {
        if (json)
        {
            JsonOutput.Write(new JsonObject
            {
                ["dataset"] = plugin.Name,
                ["folder"] = folder,
                ["obtained"] = new JsonArray([.. obtained.Select(source => new JsonObject
                {
                    ["file"] = source.File,
                    ["origin"] = source.Origin,
                    ["bytes"] = source.Bytes,
                    ["files"] = source.Files.Count,
                })]),
            });
            return;
        }

        foreach (var source in obtained)
            Console.WriteLine($"{source.File}: {ByteSize.Of(source.Bytes)} from {source.Origin}{(source.Files is [var only] && only.Name == source.File ? "" : $", {source.Files.Count:N0} files unpacked")}");
        Console.WriteLine(obtained.Count == 0 ? $"{plugin.Name} is complete in {folder}: nothing to get." : $"{plugin.Name} is in {folder}. To check that it loads: metric data verify {plugin.Name}");
    }
}

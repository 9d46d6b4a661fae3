using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric data verify</c>: checks that a dataset's files are intact and load.</summary>
internal static class DataVerifyCommand
{
    /// <summary>Maximum number of file names printed per kind of fault.</summary>
    private const int Named = 10;

    public static Command Create()
    {
        var command = new Command("verify", "Check the files of a dataset against the checksums stored by metric data get, load both splits and decode every image.")
        {
            DataCommand.Name, DataCommand.Folder, CommonOptions.Plugins, CommonOptions.Json,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Verify(result, cancellation)));
        return command;
    }

    private static int Verify(ParseResult result, CancellationToken cancellation)
    {
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        var use = PluginUse.Parse(catalog, PluginKind.Dataset, result.GetValue(DataCommand.Name)!);
        var named = result.GetValue(DataCommand.Folder) is { } path ? Path.GetFullPath(path) : null;
        var found = DataFolders.Find(use.Plugin, named) ?? throw new InvalidInputException(use.Plugin.Takes<DatasetContext>()
            ? $"{use.Plugin.Title} reads your own files, and the folder {DataFolders.Default(use.Plugin.Name)} does not exist. Name the files: --data PATH."
            : $"{use.Plugin.Title} needs no files: nothing to verify.");

        TorchEnvironment.Start();
        var verification = ProgressDisplay.Show((Action<DataProgress> report) => DataVerification.Of(use, found, report, cancellation));
        if (result.GetValue(CommonOptions.Json))
            JsonOutput.Write(Json(use, found, verification));
        else
            Print(use, found, verification);
        return verification.IsGood ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Print(PluginUse use, string path, DataVerification verification)
    {
        foreach (var split in verification.Splits)
            Console.WriteLine($"{SnakeCase.Of(split.Split.ToString())}: {split.Samples:N0} samples of {split.Classes:N0} classes{(split.Outliers > 0 ? $", {split.Outliers:N0} outliers" : "")}, {split.Form}");
        foreach (var split in verification.Splits.Where(split => split.Broken.Count > 0))
        {
            Console.WriteLine($"{SnakeCase.Of(split.Split.ToString())}: {split.Broken.Count:N0} broken images");
            foreach (var image in split.Broken.Take(Named))
                Console.WriteLine($"  {image.Name}: {image.Fault}");
            if (split.Broken.Count > Named)
                Console.WriteLine($"  {split.Broken.Count - Named:N0} more");
        }

        if (verification.Problem is { } problem)
            Console.WriteLine(problem);
        if (verification.Files is not { } files)
            Console.WriteLine($"{path} has no {DataManifest.FileName}, which metric data get writes: its files were loaded but not compared with checksums.");
        else
            PrintFiles(files);
        if (verification.NotObtained.Count > 0)
            Console.WriteLine($"Not obtained: {string.Join(", ", verification.NotObtained)}");
        Console.WriteLine(verification.IsGood ? $"{use.Plugin.Name} in {path} is good."
            : $"{use.Plugin.Name} in {path} is not good.{(use.Plugin.Sources.Count == 0 ? "" : $" Get the faulty files again: metric data get {use.Plugin.Name}{(path == DataFolders.Default(use.Plugin.Name) ? "" : $" --data {path}")}")}");
    }

    private static void PrintFiles(FileComparison files)
    {
        Console.WriteLine($"{files.Files:N0} files: {files.Missing.Count:N0} missing, {files.OtherSize.Count:N0} with a different size, {files.OtherContent.Count:N0} with different content");
        foreach (var (what, names) in new[] { ("missing", files.Missing), ("different size", files.OtherSize), ("different content", files.OtherContent) })
        {
            foreach (var name in names.Take(Named))
                Console.WriteLine($"  {what}: {name}");
            if (names.Count > Named)
                Console.WriteLine($"  {what}: {names.Count - Named:N0} more");
        }
    }

    private static JsonObject Json(PluginUse use, string path, DataVerification verification) => new()
    {
        ["dataset"] = use.Plugin.Name,
        ["path"] = path,
        ["good"] = verification.IsGood,
        ["files"] = verification.Files is not { } files ? null : new JsonObject
        {
            ["count"] = files.Files,
            ["missing"] = Names(files.Missing),
            ["other_size"] = Names(files.OtherSize),
            ["other_content"] = Names(files.OtherContent),
        },
        ["not_obtained"] = Names(verification.NotObtained),
        ["splits"] = new JsonArray([.. verification.Splits.Select(split => new JsonObject
        {
            ["split"] = SnakeCase.Of(split.Split.ToString()),
            ["samples"] = split.Samples,
            ["classes"] = split.Classes,
            ["outliers"] = split.Outliers,
            ["form"] = split.Form,
            ["broken_images"] = new JsonArray([.. split.Broken.Select(b => new JsonObject { ["file"] = b.Name, ["fault"] = b.Fault })]),
        })]),
        ["problem"] = verification.Problem,
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}

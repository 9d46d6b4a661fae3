using System.CommandLine;
using MetricPlugins.Core;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Studies;
using MetricPlugins.Host.Training;
using Serilog;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric train</c>: trains one run from command-line options.</summary>
internal static class TrainCommand
{
    private const string Study = "train";

    private static readonly Option<string> DatasetOption = Use("--dataset", PluginKind.Dataset, "Dataset to train on");
    private static readonly Option<string> ModelOption = Use("--model", PluginKind.Model, "Model to train");
    private static readonly Option<string> LossOption = Use("--loss", PluginKind.Loss, "Loss to train with");

    private static readonly Option<string?> DataOption = new("--data") { Description = "Folder with the dataset's files, or a single file [default: data/NAME, or $METRIC_DATA/NAME].", HelpName = "PATH" };
    private static readonly Option<long> SeedOption = new("--seed") { Description = "Seed of every random choice in the run.", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly (Setting Setting, Option<string?> Option)[] SettingOptions = [.. Settings.All.Select(setting => (setting, Option(setting)))];
    private static readonly Option<bool> FreshOption = new("--fresh") { Description = "Train again even if the run is finished, and replace it." };

    public static Command Create()
    {
        var command = new Command("train", "Train one model with one loss and store what the loss did.")
        {
            DatasetOption, DataOption, ModelOption, LossOption, SeedOption,
        };
        foreach (var (_, option) in SettingOptions)
            command.Add(option);
        foreach (var option in (Option[])
            [CommonOptions.OnBadImage, FreshOption, CommonOptions.Out, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Plugins, CommonOptions.Json])
            command.Add(option);
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        foreach (var fault in catalog.Faults)
            Log.Warning("Not usable: {File:l}: {Reason:l}", fault.File, fault.Reason);
        var config = ReadConfig(result, catalog);

        TorchEnvironment.Start(CommonOptions.ReadThreads(result));
        var device = TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);

        var output = result.GetValue(CommonOptions.Out)!;
        using var datasets = new DatasetCache(CommonOptions.ReadBadImages(result));
        var session = new RunSession(config, output, datasets, device, Log.Logger);
        var fresh = result.GetValue(FreshOption);
        var outcome = !fresh && session.Stored() is { } stored
            ? session.Result(RunStatus.Complete, stored, reused: true)
            : Train(config, output, session, datasets, device, fresh, cancellation);
        if (outcome.Error?.Value is { } error)
            Log.Error("{Error:l}", error);
        if (outcome.Reused)
            Log.Information("This run is already finished; showing its stored results. To train it again, use --fresh.");
        if (outcome.Figures?.Value is { Steps: > 0 } figures && figures.ActiveRatio is null)
            Log.Warning("{Warning:l}", RunResult.NoTerms);
        RunReport.Print(outcome, result.GetValue(CommonOptions.Json));
        return outcome.Status switch
        {
            RunStatus.Complete => ExitCode.Done,
            RunStatus.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
    }

    private static RunResult Train(
        RunConfig config, string output, RunSession session, DatasetCache datasets, torch.Device device, bool fresh, CancellationToken cancellation)
    {
        // Check that everything fits before anything is written.
        session.Rehearse(cancellation);
        using var log = new StudyLog(Path.Combine(output, Study), Log.Logger);
        var logged = new RunSession(config, output, datasets, device, log.Console);
        return ProgressDisplay.Show(report => logged.Run(report, fresh, cancellation));
    }

    private static RunConfig ReadConfig(ParseResult result, PluginCatalog catalog)
    {
        var problems = new ProblemList();
        var dataset = problems.Try(() => PluginUse.Parse(catalog, PluginKind.Dataset, result.GetValue(DatasetOption)!));
        var model = problems.Try(() => PluginUse.Parse(catalog, PluginKind.Model, result.GetValue(ModelOption)!));
        var loss = problems.Try(() => PluginUse.Parse(catalog, PluginKind.Loss, result.GetValue(LossOption)!));
        var training = problems.Try(() => ReadTraining(result));
        var named = result.GetValue(DataOption) is { } path ? Path.GetFullPath(path) : null;
        var data = dataset is null ? null : problems.Try(() => DataFolders.Find(dataset.Plugin, named));
        problems.ThrowIfAny();
        var cell = new Cell(Choice(DatasetOption), Choice(ModelOption), Choice(LossOption), result.GetValue(SeedOption));
        return new RunConfig(Study, cell, dataset!, data, model!, loss!, training!);

        PluginChoice Choice(Option<string> option) => PluginChoice.Parse(result.GetValue(option)!);
    }

    private static TrainingSettings ReadTraining(ParseResult result)
    {
        try
        {
            var given = SettingOptions.Where(o => result.GetValue(o.Option) is not null).Select(o => Tuple.Create(o.Setting.Name, result.GetValue(o.Option)!));
            var training = Settings.SetAll(given, TrainingSettings.Default);
            var problems = Settings.Problems(training);
            return problems.IsEmpty ? training : throw new InvalidInputException(string.Join(Environment.NewLine, problems));
        }
        catch (FormatException e)
        {
            throw new InvalidInputException(e.Message, e);
        }
    }

    private static Option<string> Use(string name, PluginKind kind, string what)
    {
        var option = new Option<string>(name)
        {
            Description = $"{what}: a plugin's name, optionally with options: name:option=value,option=value. See metric plugins list.",
            HelpName = "NAME",
            Required = true,
        };
        option.CompletionSources.Add(_ => CommonOptions.PluginNames(kind));
        return option;
    }

    private static Option<string?> Option(Setting setting) =>
        new($"--{setting.Name.Replace('_', '-')}") { Description = $"{setting.Meaning} [default: {setting.Default}]", HelpName = "N" };
}

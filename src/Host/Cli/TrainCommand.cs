using System.CommandLine;
using MetricPlugins.Core;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Studies;
using MetricPlugins.Host.Training;
using Serilog;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric train</c>: one run from options on the command line.</summary>
internal static class TrainCommand
{
    private const string Study = "train";
    private static readonly TrainingSettings Defaults = new();

    private static readonly Option<string> DatasetOption = Use("--dataset", PluginKind.Dataset, "What to train on");
    private static readonly Option<string> ModelOption = Use("--model", PluginKind.Model, "What to train");
    private static readonly Option<string> LossOption = Use("--loss", PluginKind.Loss, "What to train it by");

    private static readonly Option<string?> DataOption = new("--data") { Description = "Folder with the dataset's files, or one file [default: data/NAME, or $METRIC_DATA/NAME].", HelpName = "PATH" };
    private static readonly Option<long> SeedOption = new("--seed") { Description = "Decides every random choice of the run.", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> EpochsOption = Setting("--epochs", "Passes over the train split.", Defaults.Epochs);
    private static readonly Option<int?> BatchSizeOption = new("--batch-size") { Description = $"Samples in a step [default: {Defaults.BatchSize}, or what the sampler gives].", HelpName = "N" };
    private static readonly Option<double> LearningRateOption = Setting("--learning-rate", "Adam's rate.", Defaults.LearningRate);
    private static readonly Option<double> WeightDecayOption = Setting("--weight-decay", "Adam's L2 penalty.", Defaults.WeightDecay);
    private static readonly Option<string> SamplerOption = new("--sampler")
    {
        Description = "How batches are put together: shuffle, or 8x4 for 8 classes with 4 samples each.",
        HelpName = "SAMPLER",
        DefaultValueFactory = _ => $"{Defaults.Sampler}",
    };

    private static readonly Option<double> ValidationOption = Setting("--validation", "Share of each class of the train split to hold out, 0 to 0.5.", Defaults.Validation);
    private static readonly Option<int> VarianceEveryOption = Setting("--variance-every", "Measure the test split's geometry after every N-th epoch; 0: never.", Defaults.VarianceEvery);
    private static readonly Option<bool> FreshOption = new("--fresh") { Description = "Train again even when the finished run is there; replaces it." };

    public static Command Create()
    {
        var command = new Command("train", "Train one model under one loss, and store what the loss did.")
        {
            DatasetOption, DataOption, ModelOption, LossOption, SeedOption, EpochsOption, BatchSizeOption, LearningRateOption, WeightDecayOption,
            SamplerOption, ValidationOption, VarianceEveryOption, CommonOptions.OnBadImage, FreshOption, CommonOptions.Out, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Plugins, CommonOptions.Json,
        };
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
        var outcome = !result.GetValue(FreshOption) && session.Stored() is { } stored
            ? new RunOutcome(session.Identity, RunStatus.Complete, session.Folder, stored, Reused: true, null)
            : Train(config, output, session, datasets, device, cancellation);
        if (outcome.Error is { } error)
            Log.Error("{Error:l}", error);
        if (outcome.Reused)
            Log.Information("This run is finished already; its stored results are shown. --fresh trains it again.");
        if (outcome.Figures is { Steps: > 0 } figures && figures.ActiveRatio is null)
            Log.Warning("{Warning:l}", RunOutcome.NoTerms);
        RunReport.Print(outcome, result.GetValue(CommonOptions.Json));
        return outcome.Status switch
        {
            RunStatus.Complete => ExitCode.Done,
            RunStatus.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
    }

    private static RunOutcome Train(RunConfig config, string output, RunSession session, DatasetCache datasets, torch.Device device, CancellationToken cancellation)
    {
        // Nothing is written before all of it was seen to fit.
        session.Rehearse(cancellation);
        using var log = new StudyLog(Path.Combine(output, Study), Log.Logger);
        var logged = new RunSession(config, output, datasets, device, log.Console);
        return ProgressDisplay.Show(report => logged.Run(report, cancellation));
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
        return new RunConfig(Study, dataset!, data, model!, loss!, result.GetValue(SeedOption), training!);
    }

    private static TrainingSettings ReadTraining(ParseResult result)
    {
        if (!Sampler.TryParse(result.GetValue(SamplerOption)!, out var sampler))
            throw new InvalidInputException($"--sampler is shuffle, or classes x samples as in 8x4; got \"{result.GetValue(SamplerOption)}\".");
        var training = new TrainingSettings(
            result.GetValue(EpochsOption),
            result.GetValue(BatchSizeOption) ?? (sampler.BatchSize is { } size ? (int)Math.Min(size, int.MaxValue) : Defaults.BatchSize),
            result.GetValue(LearningRateOption),
            result.GetValue(WeightDecayOption),
            sampler,
            result.GetValue(ValidationOption),
            result.GetValue(VarianceEveryOption));
        training.Check();
        return training;
    }

    private static Option<string> Use(string name, PluginKind kind, string what)
    {
        var option = new Option<string>(name)
        {
            Description = $"{what}: a name, with options as in name:option=value,option=value. See metric plugins list.",
            HelpName = "NAME",
            Required = true,
        };
        option.CompletionSources.Add(_ => CommonOptions.PluginNames(kind));
        return option;
    }

    private static Option<T> Setting<T>(string name, string description, T value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };
}

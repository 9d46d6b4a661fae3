using System.Collections.Immutable;
using MetricPlugins.Core;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Scripting;
using MetricPlugins.Host.Training;
using Microsoft.FSharp.Collections;
using Serilog;

namespace MetricPlugins.Host.Studies;

/// <summary>Command-line options for the studies of a script.</summary>
/// <param name="Output">Folder for all results.</param>
/// <param name="Fresh">True to train finished runs again.</param>
/// <param name="OnBadImage">How to treat broken images.</param>
/// <param name="Jobs">Number of parallel runs.</param>
/// <param name="Workers">Arguments of the worker processes, if there are several jobs.</param>
/// <param name="DataFolders">Data folders by dataset.</param>
/// <param name="Overrides">Settings to replace, by their names.</param>
internal sealed record StudyOptions(
    string Output, bool Fresh, BadImages OnBadImage, int Jobs, IReadOnlyList<string> Workers, IReadOnlyDictionary<string, string> DataFolders, IReadOnlyDictionary<string, string> Overrides);

/// <summary>Carries out the studies of one script, one at a time.</summary>
/// <param name="script">The script.</param>
/// <param name="catalog">All plugins.</param>
/// <param name="options">Command-line options.</param>
/// <param name="device">The training device.</param>
/// <param name="console">Log on the console; each study adds its own file.</param>
/// <param name="display">Runs the given work and shows its progress.</param>
/// <param name="cancellation">Requests a stop after the current step.</param>
internal sealed class StudyRunner(
    Script script, PluginCatalog catalog, StudyOptions options, torch.Device device, ILogger console,
    Func<Func<Action<StudyProgress>, IReadOnlyList<RunResult>>, IReadOnlyList<RunResult>> display, CancellationToken cancellation) : IStudyHost
{
    private readonly Lock running = new();
    private ImmutableList<StudyOutcome> outcomes = [];
    private int begun;

    /// <summary>The studies so far, including interrupted ones.</summary>
    public IReadOnlyList<StudyOutcome> Outcomes => outcomes;

    /// <summary>True if a study has started training.</summary>
    public bool HasTrained => begun > 0;

    /// <summary>True while a study that started training has not finished.</summary>
    public bool IsBusy => begun > outcomes.Count;

    /// <inheritdoc/>
    public StudyResults Run(Study study)
    {
        lock (running)
        {
            cancellation.ThrowIfCancellationRequested();
            if (outcomes.Any(o => o.Plan.Study.Name == study.Name))
                throw new InvalidInputException($"The studies of a script have different names; \"{study.Name}\" has already run. Rename the second one.");
            var outcome = Carry(study);
            outcomes = outcomes.Add(outcome);
            cancellation.ThrowIfCancellationRequested();
            return outcome.Results;
        }
    }

    /// <summary>Waits until no study is running.</summary>
    public void WaitUntilIdle()
    {
        lock (running)
        {
        }
    }

    private Study Override(Study study)
    {
        try
        {
            return Overrides.Apply(ListModule.OfSeq(options.Overrides.Select(given => Tuple.Create(given.Key, given.Value))), study);
        }
        catch (FormatException e)
        {
            throw new InvalidInputException($"--set {e.Message}", e);
        }
    }

    private StudyOutcome Carry(Study study)
    {
        using var datasets = new DatasetCache(options.OnBadImage);
        var (plan, stored, folder) = Check(study, datasets);
        using var held = folder;
        begun++;
        using var log = new StudyLog(held.FullPath, console);
        var journal = new StudyJournal(held.FullPath, plan, script, options, device);
        log.Console.Information("Study {Study:l}: {Runs} runs to train, {Finished} already finished", plan.Study.Name, plan.Cells.Count - stored.Count, stored.Count);
        foreach (var fault in catalog.Faults)
            log.File.Warning("Not usable: {File:l}: {Reason:l}", fault.File, fault.Reason);
        foreach (var warning in plan.Planned.Warnings)
            log.File.Warning("{Warning:l}", warning);

        if (options.Jobs > 1)
            datasets.Dispose();
        var runs = display(report => new StudyTraining(plan, options.Output, options.Fresh, stored, datasets, device, log, report).Run(options.Jobs, options.Workers, cancellation));
        var outcome = new StudyOutcome(plan, options.Overrides, held.FullPath, runs);
        journal.End(outcome);
        if (outcome.Status == RunStatus.Interrupted)
            log.Console.Warning("Stopped: {Finished} of {Runs} runs are finished. Run the same command again to continue.", outcome.Runs.Count(run => run.Status == RunStatus.Complete), plan.Cells.Count);
        return outcome;
    }

    /// <summary>Plans and checks the study before anything is written.</summary>
    private (StudyPlan Plan, Dictionary<Cell, RunFigures> Stored, RunFolder Folder) Check(Study study, DatasetCache datasets)
    {
        try
        {
            var plan = StudyPlan.Of(Override(study), catalog, options.DataFolders, script.Folder);
            foreach (var warning in plan.Planned.Warnings)
                console.Warning("{Warning:l}", warning);
            return (plan, Rehearse(plan, datasets), RunFolder.Hold(Path.GetFullPath(Path.Combine(options.Output, study.Name))));
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"study \"{study.Name}\" cannot be run:{Environment.NewLine}{e.Message}", e);
        }
    }

    /// <summary>Reads the figures of finished runs and creates the plugins of the other runs once with their real options and data,
    /// so that errors are reported before training.</summary>
    private Dictionary<Cell, RunFigures> Rehearse(StudyPlan plan, DatasetCache datasets)
    {
        var problems = new ProblemList();
        var conflicts = new ProblemList();
        var stored = new Dictionary<Cell, RunFigures>();
        var rehearsed = new HashSet<(PluginChoice, PluginChoice, PluginChoice)>();
        foreach (var (cell, config) in plan.Cells)
        {
            var session = new RunSession(config, options.Output, datasets, device, console);
            if (!options.Fresh && conflicts.Try(session.Stored) is { } figures)
                stored.Add(cell, figures);
            else if (rehearsed.Add((cell.Dataset, cell.Model, cell.Loss)))
                problems.Try(() => session.Rehearse(cancellation));
        }

        if (conflicts.Count > 0)
            problems.Add(conflicts.Count == 1 ? conflicts[0] : $"{conflicts[0]} The same applies to {conflicts.Count - 1} other runs of the study.");
        problems.ThrowIfAny();
        return stored;
    }
}

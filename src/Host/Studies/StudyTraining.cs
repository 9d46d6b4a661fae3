using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Core;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies;

/// <summary>Where a study stands.</summary>
/// <param name="Finished">Runs that have come out.</param>
/// <param name="Runs">All runs.</param>
/// <param name="Current">The run that trains.</param>
/// <param name="Step">Where it stands.</param>
internal readonly record struct StudyProgress(int Finished, int Runs, string Current, TrainingProgress Step);

/// <summary>One cell and what came of it.</summary>
internal sealed record StudyRun(Cell Cell, RunOutcome Outcome);

/// <summary>Trains the cells of a plan that are not finished yet, one after the other. A run that fails stops no other.</summary>
internal sealed class StudyTraining(
    StudyPlan plan, string output, IReadOnlyDictionary<Cell, RunFigures> stored, DatasetCache datasets, torch.Device device, StudyLog log, Action<StudyProgress> report)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<StudyRun> runs = [];

    /// <returns>What came of each cell; of those up to the one that was under way when <paramref name="cancellation"/> came.</returns>
    public IReadOnlyList<StudyRun> Run(CancellationToken cancellation)
    {
        foreach (var (cell, config) in plan.Cells)
        {
            if (cancellation.IsCancellationRequested)
                break;
            var session = new RunSession(config, output, datasets, device, log.File);
            runs.Add(new StudyRun(cell, stored.TryGetValue(cell, out var figures)
                ? new RunOutcome(session.Identity, RunStatus.Complete, session.Folder, figures, Reused: true, null)
                : Train(cell, session, cancellation)));
        }

        return runs;
    }

    private RunOutcome Train(Cell cell, RunSession session, CancellationToken cancellation)
    {
        var start = clock.Elapsed;
        var outcome = Run(session, step => report(new StudyProgress(runs.Count, plan.Cells.Count, Name(cell), step)), cancellation);
        var seconds = (clock.Elapsed - start).TotalSeconds;
        var place = $"{runs.Count + 1}/{plan.Cells.Count}";
        if (outcome.Figures is { } figures)
        {
            log.Console.Information(
                "[{Place:l}] {Run:l}: loss {Loss:0.0000}, active ratio {ActiveRatio:l}, {Seconds:0.0} s{Left:l}",
                place, Name(cell), figures.FinalLoss, figures.ActiveRatio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–", seconds, Left());
        }
        else if (outcome.Status == RunStatus.Failed)
        {
            log.Console.Error("[{Place:l}] {Run:l}: failed: {Error:l}", place, Name(cell), outcome.Error);
        }

        return outcome;
    }

    /// <summary>A run that cannot even begin failed, too: another process may hold its folder.</summary>
    private static RunOutcome Run(RunSession session, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        try
        {
            return session.Run(report, cancellation);
        }
        catch (InvalidInputException e)
        {
            return new RunOutcome(session.Identity, RunStatus.Failed, session.Folder, null, Reused: false, e.Message);
        }
        catch (OperationCanceledException)
        {
            return new RunOutcome(session.Identity, RunStatus.Interrupted, session.Folder, null, Reused: false, null);
        }
    }

    /// <summary>From the mean time of the runs trained so far.</summary>
    private string Left()
    {
        var trained = runs.Count(r => !r.Outcome.Reused) + 1;
        var waiting = plan.Cells.Skip(runs.Count + 1).Count(c => !stored.ContainsKey(c.Cell));
        return waiting == 0 ? "" : $"; about {Duration(clock.Elapsed * waiting / trained)} left";
    }

    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:0} s" : time < TimeSpan.FromHours(2) ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0.0} h";

    /// <summary>What tells the run from the others: dataset and model only where there are several.</summary>
    private string Name(Cell cell) => string.Join(", ", (string[])
    [
        .. plan.Study.Datasets.Length > 1 ? [cell.Dataset.ToString()] : Array.Empty<string>(),
        .. plan.Study.Models.Length > 1 ? [cell.Model.ToString()] : Array.Empty<string>(),
        cell.Loss.ToString(), $"seed {cell.Seed}",
    ]);
}

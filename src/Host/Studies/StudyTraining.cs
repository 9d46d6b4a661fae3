using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Core;
using MetricPlugins.Host.Studies.Workers;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies;

/// <summary>Progress of a study.</summary>
/// <param name="Finished">Number of finished runs.</param>
/// <param name="Runs">Number of runs.</param>
/// <param name="Job">The parallel job that reports.</param>
/// <param name="Current">The run that the job trains.</param>
/// <param name="Step">Progress of that run.</param>
internal readonly record struct StudyProgress(int Finished, int Runs, int Job, string Current, TrainingProgress Step);

/// <summary>Trains the unfinished cells of a plan: one after another in this process, or in parallel jobs with a process
/// each. A failed run does not stop the others.</summary>
internal sealed class StudyTraining(
    StudyPlan plan, string output, bool fresh, IReadOnlyDictionary<Cell, RunFigures> stored, DatasetCache datasets, torch.Device device, StudyLog log,
    Action<StudyProgress> report)
{
    private readonly Lock telling = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<(Cell Cell, RunConfig Config)> waiting = new(plan.Cells.Where(c => !stored.ContainsKey(c.Cell)));
    private readonly ConcurrentDictionary<Cell, RunResult> results = new();

    /// <param name="jobs">Number of parallel runs.</param>
    /// <param name="workers">Arguments of the worker processes.</param>
    /// <param name="cancellation">Requests a stop after the current step.</param>
    /// <returns>The results in the plan's order, without cells that had not started before a cancellation.</returns>
    public IReadOnlyList<RunResult> Run(int jobs, IReadOnlyList<string> workers, CancellationToken cancellation)
    {
        if (jobs == 1)
            RunJob(0, (config, step) => Session(config).Run(step, fresh, cancellation), cancellation);
        else
            Task.WaitAll([.. Enumerable.Range(0, jobs).Select(job => Task.Factory.StartNew(() => RunWorker(job, workers, cancellation), TaskCreationOptions.LongRunning))], CancellationToken.None);
        foreach (var (cell, config) in plan.Cells)
        {
            if (stored.TryGetValue(cell, out var figures))
                results[cell] = Session(config).Result(RunStatus.Complete, figures, reused: true);
        }

        return [.. plan.Cells.Where(c => results.ContainsKey(c.Cell)).Select(c => results[c.Cell])];
    }

    private void RunWorker(int job, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var worker = new WorkerProcess(arguments);
        RunJob(
            job,
            (config, step) =>
            {
                var message = worker.Train(config, fresh, step, cancellation);
                var figures = message.Status == RunStatus.Complete ? Session(config).Stored() : null;
                return Session(config).Result(message.Status!.Value, figures, error: message.Error);
            },
            cancellation);
    }

    private void RunJob(int job, Func<RunConfig, Action<TrainingProgress>, RunResult> train, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && waiting.TryDequeue(out var next))
        {
            var start = clock.Elapsed;
            var name = Name(next.Cell);
            var result = Train(next.Config, () => train(
                next.Config, step => report(new StudyProgress(stored.Count + results.Count, plan.Cells.Count, job, name, step))));
            lock (telling)
            {
                results[next.Cell] = result;
                Tell(name, result, clock.Elapsed - start);
            }
        }
    }

    /// <summary>A run that cannot start also counts as failed, for example if another process has locked its folder.</summary>
    private RunResult Train(RunConfig config, Func<RunResult> train)
    {
        try
        {
            return train();
        }
        catch (OperationCanceledException)
        {
            return Session(config).Result(RunStatus.Interrupted);
        }
        catch (InvalidInputException e)
        {
            return Session(config).Result(RunStatus.Failed, error: e.Message);
        }
        catch (Exception e)
        {
            log.File.Error(e, "{Loss:l} ({Variant:l}), seed {Seed} failed", config.Identity.Loss, config.Identity.Variant, config.Identity.Seed);
            return Session(config).Result(RunStatus.Failed, error: $"{e.GetType().Name}: {PluginFault.OneLine(e.Message)}");
        }
    }

    private void Tell(string name, RunResult result, TimeSpan time)
    {
        var place = $"{stored.Count + results.Count}/{plan.Cells.Count}";
        if (result.Figures?.Value is { } figures)
        {
            log.Console.Information(
                "[{Place:l}] {Run:l}: loss {Loss:0.0000}, active ratio {ActiveRatio:l}, {Seconds:0.0} s{Left:l}",
                place, name, figures.FinalLoss, figures.ActiveRatio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–", time.TotalSeconds, Left());
            if (figures.ActiveRatio is null)
                log.Console.Warning("{Run:l}: {Warning:l}", name, RunResult.NoTerms);
        }
        else if (result.Error?.Value is { } error)
        {
            log.Console.Error("[{Place:l}] {Run:l}: failed: {Error:l}", place, name, error.ReplaceLineEndings(" "));
        }
    }

    /// <summary>The remaining time, estimated from the runs trained so far.</summary>
    private string Left()
    {
        var left = plan.Cells.Count - stored.Count - results.Count;
        return left == 0 ? "" : $"; about {Duration(clock.Elapsed * left / results.Count)} left";
    }

    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:0} s" : time < TimeSpan.FromHours(2) ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0.0} h";

    /// <summary>A name that distinguishes the run within the study: dataset and model only if there are several.</summary>
    private string Name(Cell cell) => string.Join(", ", (string[])
    [
        .. plan.Study.AllDatasets.Length > 1 ? [cell.Dataset.ToString()] : Array.Empty<string>(),
        .. plan.Study.AllModels.Length > 1 ? [cell.Model.ToString()] : Array.Empty<string>(),
        cell.Loss.ToString(), $"seed {cell.Seed}",
    ]);

    private RunSession Session(RunConfig config) => new(config, output, datasets, device, log.File, log.Console);
}

using System.Collections.Concurrent;
using System.Globalization;
using MetricPlugins.Core;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Studies;
using MetricPlugins.Host.Training;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>Progress bars on stderr during training, measuring and downloads, on a terminal only.</summary>
internal static class ProgressDisplay
{
    /// <summary>Carries out one run and draws its progress.</summary>
    public static T Show<T>(Func<Action<TrainingProgress>, T> work) => Show<TrainingProgress, T>(work, context =>
    {
        var bar = context.AddTask("preparing", maxValue: 1);
        return progress => Draw(bar, "", progress);
    });

    /// <summary>Carries out a study and draws its progress.</summary>
    public static T Show<T>(Func<Action<StudyProgress>, T> work) => Show<StudyProgress, T>(work, context =>
    {
        var study = context.AddTask("runs");
        var jobs = new ConcurrentDictionary<int, (ProgressTask Bar, double Trained)>();
        return progress =>
        {
            var bar = jobs.GetOrAdd(progress.Job, _ => (context.AddTask("preparing", maxValue: 1), 0)).Bar;
            var step = progress.Step;
            Draw(bar, $"{progress.Current}  ", step);
            jobs[progress.Job] = (bar, step.Measuring is null ? (double)step.Step / step.Steps : 1);
            study.MaxValue = progress.Runs;
            study.Value = progress.Finished + jobs.Values.Where(job => job.Trained < 1).Sum(job => job.Trained);
            study.Description = $"{progress.Finished} of {progress.Runs} runs";
        };
    });

    /// <summary>Processes a dataset's files and draws the progress.</summary>
    public static T Show<T>(Func<Action<DataProgress>, T> work) => Show<DataProgress, T>(work, context =>
    {
        var bars = new Dictionary<string, ProgressTask>();
        return progress =>
        {
            if (!bars.TryGetValue(progress.Doing, out var bar))
                bars[progress.Doing] = bar = context.AddTask(Markup.Escape(progress.Doing));
            bar.IsIndeterminate = progress.Total is null;
            bar.MaxValue = Math.Max(1, progress.Total ?? progress.Done);
            bar.Value = progress.Done;
        };
    });

    /// <summary>Measures a run's embeddings and draws the progress.</summary>
    public static T Show<T>(Func<Action<MeasuringProgress>, T> work) => Show<MeasuringProgress, T>(work, context =>
    {
        var bar = context.AddTask("reading", maxValue: 1);
        return progress =>
        {
            bar.Description = Markup.Escape(progress.What);
            bar.IsIndeterminate = progress.Share is null;
            bar.Value = progress.Share ?? 0;
        };
    });

    private static T Show<TProgress, T>(Func<Action<TProgress>, T> work, Func<ProgressContext, Action<TProgress>> draw)
    {
        if (Console.IsErrorRedirected)
            return work(_ => { });

        var errors = Console.Error;
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(errors) });
        return terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                // Other output appears above the bars.
                using var above = new LinesAbove(terminal);
                Console.SetError(above);
                try
                {
                    return work(draw(context));
                }
                finally
                {
                    Console.SetError(errors);
                }
            });
    }

    private static void Draw(ProgressTask bar, string name, TrainingProgress progress)
    {
        if (progress.Measuring is { } measuring)
        {
            bar.Description = Markup.Escape($"{name}{measuring}");
            (bar.MaxValue, bar.Value, bar.IsIndeterminate) = (1, progress.Share ?? 0, progress.Share is null);
            return;
        }

        (bar.MaxValue, bar.Value, bar.IsIndeterminate) = (progress.Steps, progress.Step, false);
        var active = progress.ActiveRatio is { } ratio ? ratio.ToString("0.000", CultureInfo.InvariantCulture) : "–";
        bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{name}epoch {progress.Epoch}  loss {progress.Loss:0.0000}  active {active}"));
    }
}

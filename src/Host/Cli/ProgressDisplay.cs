using System.Globalization;
using MetricPlugins.Host.Training;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>A progress bar on stderr while a run trains, on a terminal only.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs <paramref name="work"/>, drawing what it reports.</summary>
    public static T Show<T>(Func<Action<TrainingProgress>, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(_ => { });

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask("preparing", maxValue: 1);
                return work(progress =>
                {
                    bar.MaxValue = progress.Steps;
                    bar.Value = progress.Step;
                    var active = progress.ActiveRatio is { } ratio ? ratio.ToString("0.000", CultureInfo.InvariantCulture) : "–";
                    bar.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {progress.Epoch}  loss {progress.Loss:0.0000}  active {active}");
                });
            });
    }
}

using System.Diagnostics;
using MetricPlugins.Core;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

/// <summary>The study's side of a worker: another process of this program, started on first use and restarted after it has ended.
/// A crash affects only one run.</summary>
internal sealed class WorkerProcess(IReadOnlyList<string> arguments) : IDisposable
{
    private Process? process;

    /// <summary>Trains one run in the worker.</summary>
    public WorkerMessage Train(RunConfig config, bool fresh, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        if (process is { HasExited: true })
            Discard();
        process ??= ChildProcess.Start(["worker", .. arguments]);

        ChildProcess.Send(process, RunRequest.Write(config, fresh));

        // Closing its input stops the run after the current step and ends the process.
        using var stopping = cancellation.Register(process.StandardInput.Close);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // Native libraries may also print to stdout.
            if (WorkerMessage.TryRead(line) is not { } message)
                ChildProcess.Forward(line);
            else if (message.Progress is { } progress)
                report(progress);
            else
                return message;
        }

        process.WaitForExit();
        var code = process.ExitCode;
        Discard();
        return cancellation.IsCancellationRequested
            ? new WorkerMessage(null, RunStatus.Interrupted, null)
            : new WorkerMessage(null, RunStatus.Failed, $"The worker process ended with exit code {code}: a plugin or library ended it.");
    }

    public void Dispose()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        process.WaitForExit();
        Discard();
    }

    private void Discard()
    {
        process?.Dispose();
        process = null;
    }
}

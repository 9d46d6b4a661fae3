using System.Diagnostics;
using MetricPlugins.Core;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

/// <summary>The study's side of a worker: another process of this program, started when first needed and again when it has ended.
/// What crashes it costs one run.</summary>
internal sealed class WorkerProcess(IReadOnlyList<string> arguments) : IDisposable
{
    private Process? process;

    /// <summary>Trains one run there.</summary>
    public WorkerMessage Train(RunConfig config, bool fresh, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        if (process is { HasExited: true })
            Discard();
        process ??= ChildProcess.Start(["worker", .. arguments]);

        ChildProcess.Send(process, RunRequest.Write(config, fresh));

        // The end of its input stops it after the step, and ends it.
        using var stopping = cancellation.Register(process.StandardInput.Close);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // A native library may print there, too.
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

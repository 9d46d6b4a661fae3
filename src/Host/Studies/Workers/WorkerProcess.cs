using System.Diagnostics;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

/// <summary>The study's side of a worker: another process of this program, started when first needed and again when it has ended.
/// What crashes it costs one run.</summary>
internal sealed class WorkerProcess(IReadOnlyList<string> arguments) : IDisposable
{
    private Process? process;

    /// <summary>Trains one run there.</summary>
    public WorkerMessage Train(RunConfig config, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        process ??= Start();

        // The end of its input stops it after the step, and ends it.
        using var stopping = cancellation.Register(process.StandardInput.Close);
        process.StandardInput.WriteLine(RunRequest.Write(config));
        process.StandardInput.Flush();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var message = WorkerMessage.Read(line);
            if (message.Progress is { } progress)
                report(progress);
            else
                return message;
        }

        process.WaitForExit();
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return cancellation.IsCancellationRequested
            ? new WorkerMessage(null, RunStatus.Interrupted, null)
            : new WorkerMessage(null, RunStatus.Failed, $"Its process ended with exit code {code}: a plugin, or a library, ended it.");
    }

    public void Dispose()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private Process Start()
    {
        var started = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "metric.dll"), "worker", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        // By way of this console, where progress may be drawn.
        started.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is not null)
                Console.Error.WriteLine(said.Data);
        };
        started.BeginErrorReadLine();
        return started;
    }
}

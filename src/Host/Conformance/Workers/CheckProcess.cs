using System.Diagnostics;

namespace MetricPlugins.Host.Conformance.Workers;

/// <summary>The check's side of a worker: another process of this program, started when first needed and again when a plugin has ended
/// it or has made it hang.</summary>
/// <param name="arguments">Of the worker's command.</param>
/// <param name="environment">Variables besides this process's own.</param>
/// <param name="limit">How long a rule may take.</param>
internal sealed class CheckProcess(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, TimeSpan limit) : IDisposable
{
    private Process? process;

    /// <summary>Has one rule tried there.</summary>
    /// <exception cref="PluginDownException">It did not live to answer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public Finding Try(CheckRequest request, CancellationToken cancellation)
    {
        if (process is { HasExited: true })
            Discard();
        if (process is null)
        {
            process = ChildProcess.Start(arguments, environment);

            // Its first line says that it is ready: how long it took to get there is no rule's.
            while (process.StandardOutput.ReadLine() is not (null or CheckWorker.Ready))
                ;
        }

        ChildProcess.Send(process, CheckMessage.Write(request));

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ending.CancelAfter(limit);
        using var killing = ending.Token.Register(process.Kill);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (CheckMessage.TryRead<Finding>(line) is { } finding)
                return finding;
            ChildProcess.Forward(line);
        }

        process.WaitForExit();
        var code = process.ExitCode;
        Discard();
        cancellation.ThrowIfCancellationRequested();
        throw new PluginDownException(ending.IsCancellationRequested
            ? $"it did not end within {limit.TotalSeconds} seconds (--timeout)"
            : $"its process ended with exit code {code}: the plugin, or a library, ended it");
    }

    public void Dispose()
    {
        process?.Kill();
        process?.WaitForExit();
        Discard();
    }

    private void Discard()
    {
        process?.Dispose();
        process = null;
    }
}

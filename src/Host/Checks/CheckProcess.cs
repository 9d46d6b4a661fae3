using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using MetricPlugins.Conformance;

namespace MetricPlugins.Host.Checks;

/// <summary>Checks the plugins of a DLL in other processes of this program: a plugin that crashes or hangs affects only its own rules.</summary>
/// <param name="arguments">The worker's command and its options.</param>
/// <param name="limit">Time limit for loading the DLL and for each rule.</param>
internal sealed class IsolatedCheck(IReadOnlyList<string> arguments, TimeSpan limit) : IDisposable
{
    private readonly CheckProcess worker = new(arguments, null, limit);
    private readonly CheckProcess measuring = new(arguments, PeakMemory.Environment, limit);

    /// <summary>Loads the DLL.</summary>
    /// <exception cref="InvalidInputException">The DLL cannot be used, or a chosen plugin or option is unknown.</exception>
    /// <exception cref="PluginDownException">The DLL ended the process or did not load in time.</exception>
    public CheckPlan Load(CancellationToken cancellation)
    {
        var plan = worker.Load(cancellation);
        return plan.Refusal is null ? plan : throw new InvalidInputException(plan.Refusal);
    }

    /// <summary>Checks one plugin under each setting. A plugin that ends its process or hangs is not checked further.</summary>
    public PluginReport Run(CheckedPlugin plugin, CancellationToken cancellation) =>
        PluginCheck.Run(plugin.Kind, plugin.Name, plugin.Settings, (setting, rule) =>
            (rule.MeasuresMemory ? measuring : worker).Try(new CheckRequest(plugin.Kind, plugin.Name, setting, rule.Name), cancellation));

    public void Dispose()
    {
        worker.Dispose();
        measuring.Dispose();
    }
}

/// <summary>The check's side of a worker: another process of this program, started on first use and restarted after a plugin has ended
/// it or made it hang.</summary>
/// <param name="arguments">The worker's command and its options.</param>
/// <param name="environment">Environment variables to add to this process's.</param>
/// <param name="limit">Time limit for loading the DLL and for each rule.</param>
internal sealed class CheckProcess(
    IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, TimeSpan limit) : IDisposable
{
    private Process? process;
    private CheckPlan? plan;

    /// <summary>Starts the process if none is running and waits until it has loaded the DLL.</summary>
    /// <exception cref="PluginDownException">The DLL ended the process or did not load in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public CheckPlan Load(CancellationToken cancellation)
    {
        if (process is { HasExited: true })
            Discard();
        if (process is not null)
            return plan!;
        process = ChildProcess.Start(arguments, environment);
        return plan = Answer<CheckPlan>("the DLL did not load", cancellation);
    }

    /// <summary>Has the worker check one rule.</summary>
    /// <exception cref="PluginDownException">The plugin ended the process or did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public Finding Try(CheckRequest request, CancellationToken cancellation)
    {
        Load(cancellation);
        ChildProcess.Send(process!, CheckMessage.Write(request));
        return Answer<Finding>("it did not finish", cancellation);
    }

    public void Dispose()
    {
        process?.Kill();
        process?.WaitForExit();
        Discard();
    }

    private T Answer<T>(string overdue, CancellationToken cancellation) where T : class
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ending.CancelAfter(limit);
        using var killing = ending.Token.Register(process!.Kill);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (CheckMessage.TryRead<T>(line) is { } answer)
                return answer;
            ChildProcess.Forward(line);
        }

        process.WaitForExit();
        var code = process.ExitCode;
        Discard();
        cancellation.ThrowIfCancellationRequested();
        throw new PluginDownException(ending.IsCancellationRequested
            ? $"{overdue} within {limit.TotalSeconds} seconds (--timeout)"
            : $"its process ended with exit code {code}: the plugin or a library ended it");
    }

    private void Discard()
    {
        process?.Dispose();
        process = null;
    }
}

/// <summary>The worker's first line: the content of the DLL.</summary>
/// <param name="Plugins">The plugins to check.</param>
/// <param name="Faults">Classes that are not usable plugins.</param>
/// <param name="Refusal">Why nothing can be checked; null otherwise.</param>
internal sealed record CheckPlan(IReadOnlyList<CheckedPlugin> Plugins, IReadOnlyList<PluginFault> Faults, string? Refusal = null);

/// <summary>A plugin to check.</summary>
/// <param name="Kind">The plugin's kind.</param>
/// <param name="Name">The plugin's name.</param>
/// <param name="Settings">The settings to check it under.</param>
internal sealed record CheckedPlugin(PluginKind Kind, string Name, IReadOnlyList<string> Settings);

/// <summary>Asks for one rule of one plugin under one setting; the worker answers with a <see cref="Finding"/>.</summary>
internal sealed record CheckRequest(PluginKind Kind, string Plugin, string Setting, string Rule);

/// <summary>Messages between a check and its worker, each one line of JSON.</summary>
internal static class CheckMessage
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Json);

    /// <summary>The message of a line; null for output of a plugin or library.</summary>
    public static T? TryRead<T>(string line) where T : class
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<T>(line, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

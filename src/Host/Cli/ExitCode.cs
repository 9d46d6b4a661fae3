namespace MetricPlugins.Host.Cli;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A run failed, or MetricPlugins did.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or input: nothing was trained.</summary>
    public const int Usage = 2;

    /// <summary>The machine lacks libtorch or a device.</summary>
    public const int Environment = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

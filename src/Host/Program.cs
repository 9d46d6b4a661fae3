using MetricPlugins.Host.Cli;

// Explicit exit: a thread that a script or plugin left running would keep the process alive.
Environment.Exit(await MetricProgram.RunAsync(args));

using MetricPlugins.Host.Cli;

// Not by falling off the end: a thread that a script or plugin left running would keep the process.
Environment.Exit(await MetricProgram.RunAsync(args));

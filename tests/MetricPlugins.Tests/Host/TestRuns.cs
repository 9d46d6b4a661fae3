using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Host.Training;
using MetricPlugins.Models;
using Serilog.Core;

namespace MetricPlugins.Tests.Host;

/// <summary>Short runs on the CPU, below a folder that goes with the test.</summary>
internal sealed class TestRuns : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DatasetCache Datasets { get; } = new();

    /// <summary>Two epochs of the MLP on little data.</summary>
    public static RunConfig Config<TLoss>(params string[] options) => new(
        "test", Plugins.Use<Synthetic>("samples_per_class=20"), null, Plugins.Use<Mlp>(), Plugins.Use<TLoss>(options), 0, new TrainingSettings(Epochs: 2, BatchSize: 4));

    public static Values Column(string run, string file, string name) => ParquetTable.read(Path.Combine(run, file)).GetAwaiter().GetResult()[name];

    public static int[] Ints(string run, string file, string name) => ((Values.Ints)Column(run, file, name)).Item;

    public static double?[] OptionalDoubles(string run, string file, string name) => ((Values.OptionalDoubles)Column(run, file, name)).Item;

    public RunSession Session(RunConfig config, string output) => new(config, File(output), Datasets, torch.CPU, Logger.None);

    public RunOutcome Run(RunConfig config, string output, Action<TrainingProgress>? report = null, CancellationToken cancellation = default) =>
        Session(config, output).Run(report ?? (_ => { }), cancellation);

    public string File(string name) => folder.File(name);

    public void Dispose()
    {
        Datasets.Dispose();
        folder.Dispose();
    }
}

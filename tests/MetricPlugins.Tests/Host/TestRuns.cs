using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Host.Plugins;
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
    public static RunConfig Config<TLoss>(params string[] options) =>
        Config(Plugins.Use<Synthetic>("samples_per_class=20"), null, Plugins.Use<Mlp>(), Plugins.Use<TLoss>(options), Training(epochs: 2, batchSize: 4));

    /// <summary>A run of seed 0.</summary>
    public static RunConfig Config(PluginUse dataset, string? data, PluginUse model, PluginUse loss, TrainingSettings training) =>
        new("test", new Cell(Choice(dataset), Choice(model), Choice(loss), 0), dataset, data, model, loss, training);

    /// <summary>The defaults with some settings changed.</summary>
    public static TrainingSettings Training(
        int epochs = 50, int batchSize = 64, double learningRate = 1e-3, double weightDecay = 1e-5, Sampler? sampler = null, double validation = 0,
        int varianceEvery = 0, double gradientClip = 0) =>
        new(epochs, batchSize, learningRate, weightDecay, sampler ?? Sampler.Shuffle, validation, varianceEvery, gradientClip);

    public static Values Column(string run, string file, string name) => ParquetTable.read(Path.Combine(run, file)).GetAwaiter().GetResult()[name];

    public static int[] Ints(string run, string file, string name) => ((Values.Ints)Column(run, file, name)).Item;

    public static double?[] OptionalDoubles(string run, string file, string name) => ((Values.OptionalDoubles)Column(run, file, name)).Item;

    public RunSession Session(RunConfig config, string output) => new(config, File(output), Datasets, torch.CPU, Logger.None);

    public RunResult Run(RunConfig config, string output, Action<TrainingProgress>? report = null, CancellationToken cancellation = default) =>
        Session(config, output).Run(report ?? (_ => { }), fresh: true, cancellation);

    private static PluginChoice Choice(PluginUse use) => PluginChoice.Parse(use.Plugin.Name);

    public string File(string name) => folder.File(name);

    public void Dispose()
    {
        Datasets.Dispose();
        folder.Dispose();
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;

namespace MetricPlugins.Bench;

/// <summary>A training step with all diagnostics, beside the same network, loss and Adam in Python on the same libtorch,
/// without diagnostics (training/peer.py).</summary>
internal static class TrainingBench
{
    private const int BatchSize = 64;

    private static readonly Option<string> Python = new("--python") { Description = "A Python with torch.", DefaultValueFactory = _ => "/usr/bin/python3" };
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Measurements of each side, taken in turns.", 7);
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of both sides.", Environment.ProcessorCount);

    public static Command Create()
    {
        var command = new Command("training", "Seconds a training step, and their ratio to Python's.") { Python, Rounds, Threads };
        command.SetAction(result =>
        {
            var threads = result.GetValue(Threads);
            TorchEnvironment.Start(threads);
            Console.WriteLine($"batch {BatchSize}, {threads} threads, libtorch {torch.__version__}; ms a step, median of {result.GetValue(Rounds)} rounds taken in turns");
            Console.WriteLine($"{"model",-10}{"ours",10}{"python",10}{"ratio",10}{"least",10}{"greatest",10}");
            foreach (var (model, steps) in new[] { ("mlp", 1000), ("convnet", 100) })
                Measure(model, steps, result.GetValue(Rounds), threads, result.GetValue(Python)!);
        });
        return command;
    }

    private static void Measure(string model, int steps, int rounds, int threads, string python)
    {
        using var ours = new Ours(model);
        ours.Run(steps);
        var turns = new Turns();
        for (var round = 0; round < rounds; round++)
            turns.Add(ours.Run(steps), Peer(model, steps, threads, python));

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model,-10}{turns.Ours * 1e3,10:0.000}{turns.Peer * 1e3,10:0.000}{turns.Ratio,10:0.00}{turns.LeastRatio,10:0.00}{turns.GreatestRatio,10:0.00}"));
    }

    /// <summary>Python gets the BLAS that suits libtorch's threads, too: the faster one is the peer.</summary>
    private static double Peer(string model, int steps, int threads, string python)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "training", "peer.py");
        return JsonProcess.Run(python, [script, "--model", model, "--steps", $"{steps}", "--threads", $"{threads}", "--repeat", "1"]).GetProperty("median_step_seconds").GetDouble();
    }

    /// <summary>The product's own step, on data as the trainer holds it.</summary>
    private sealed class Ours : IDisposable
    {
        private readonly EmbeddingModel model;
        private readonly MetricLoss loss;
        private readonly TrainingSplit data;
        private readonly TrainingStep step;
        private readonly StepLog log = new();

        public Ours(string name)
        {
            torch.manual_seed(0);
            using var samples = name == "mlp" ? Vectors() : Images();
            var context = new ModelContext(samples.Inputs.shape[1..], 10);
            model = name == "mlp" ? new Mlp(new(), context) : new ConvNet(new(), context);
            loss = new ContrastiveLoss(new(), new LossContext(10, model.EmbeddingSize, torch.CPU, torch.Generator.Default));
            using var inputs = SplitInputs.Of(samples, samples.Inputs.detach(), []);
            data = TrainingSplit.Of(inputs, torch.CPU);
            step = new TrainingStep(model, loss, 1e-3, 1e-5, new CrossBatchMemory(0));
        }

        /// <summary>Seconds a step.</summary>
        public double Run(int steps)
        {
            var clock = Stopwatch.StartNew();
            for (var done = 0; done < steps;)
            {
                using var epoch = torch.NewDisposeScope();
                foreach (var rows in torch.randperm(data.Count).split(BatchSize).Take(steps - done))
                {
                    using var scope = torch.NewDisposeScope();
                    var (features, labels) = data.Rows(rows);
                    using var samples = rows.data<long>();
                    log.Add(0, BatchSize, 1e-3, step.Run(features, labels, samples.ToArray()));
                    if (++done % 50 == 0)
                        log.Flush();
                }
            }

            log.Flush();
            return clock.Elapsed.TotalSeconds / steps;
        }

        public void Dispose()
        {
            log.Dispose();
            step.Dispose();
            data.Dispose();
            loss.Dispose();
            model.Dispose();
        }

        private static Samples Vectors() => new(torch.randn(2000, 128), torch.randint(0, 10, new long[] { 2000 }, torch.ScalarType.Int64));

        private static Samples Images() =>
            new(torch.randint(0, 256, new long[] { 2048, 1, 28, 28 }, torch.ScalarType.Byte), torch.randint(0, 10, new long[] { 2048 }, torch.ScalarType.Int64));
    }
}

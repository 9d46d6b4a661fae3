using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Core;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;

namespace MetricPlugins.Bench;

/// <summary>A training step of the product with all diagnostics, compared with the same network, loss and Adam in PyTorch without
/// diagnostics (training/peer.py).</summary>
internal static class TrainingBench
{
    private const int Classes = 10;

    private static readonly Case[] Cases =
    [
        new("mlp", 64, 1000, () => torch.randn(2000, 128), context => new Mlp(new(), context)),
        new("convnet", 64, 100, () => torch.randint(0, 256, [2048, 1, 28, 28], torch.ScalarType.Byte), context => new ConvNet(new(), context)),
        new("head", 512, 200, () => torch.randn(10240, 768), _ => new StoredFeaturesHead()),
    ];

    private static readonly Option<string[]> Names = new("--model") { Description = "Models to measure.", DefaultValueFactory = _ => [.. Cases.Select(c => c.Name)], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Python = new("--python") { Description = "A Python with torch.", DefaultValueFactory = _ => "/usr/bin/python3" };
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Measurements of each side, taken alternately.", 7);
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of each side.", Environment.ProcessorCount);

    public static Command Create()
    {
        var command = new Command("training", "Milliseconds per training step, and their ratio to PyTorch's.") { Names, Python, Rounds, Threads };
        Names.AcceptOnlyFromAmong([.. Cases.Select(c => c.Name)]);
        command.SetAction(result =>
        {
            var threads = result.GetValue(Threads);
            TorchEnvironment.Start(threads);
            Console.WriteLine($"{threads} threads, libtorch {torch.__version__}; ms per step, median of {result.GetValue(Rounds)} rounds taken in turns");
            Console.WriteLine($"{"model",-10}{"batch",6}{"ours",10}{"python",10}{"ratio",10}{"least",10}{"greatest",10}");
            foreach (var one in Cases.Where(c => result.GetValue(Names)!.Contains(c.Name)))
                Measure(one, result.GetValue(Rounds), threads, result.GetValue(Python)!);
        });
        return command;
    }

    private static void Measure(Case measured, int rounds, int threads, string python)
    {
        using var ours = new Ours(measured);
        ours.Run();
        var turns = new Turns();
        for (var round = 0; round < rounds; round++)
            turns.Add(ours.Run(), Peer(measured, threads, python));

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{measured.Name,-10}{measured.BatchSize,6}{turns.Ours * 1e3,10:0.000}{turns.Peer * 1e3,10:0.000}{turns.Ratio,10:0.00}{turns.LeastRatio,10:0.00}{turns.GreatestRatio,10:0.00}"));
    }

    private static double Peer(Case measured, int threads, string python)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "training", "peer.py");
        return JsonProcess.Run(python, [script, "--model", measured.Name, "--steps", $"{measured.Steps}", "--threads", $"{threads}", "--repeat", "1"]).GetProperty("median_step_seconds").GetDouble();
    }

    /// <param name="Name">Name of the model in the peer's script.</param>
    /// <param name="BatchSize">Samples per step.</param>
    /// <param name="Steps">Steps per measurement.</param>
    /// <param name="Inputs">Creates the training data.</param>
    /// <param name="Model">Creates the model.</param>
    private sealed record Case(string Name, int BatchSize, int Steps, Func<torch.Tensor> Inputs, Func<ModelContext, EmbeddingModel> Model);

    /// <summary>The head of clip-vit-b32, which reads stored features.</summary>
    private sealed class StoredFeaturesHead : EmbeddingModel
    {
        private readonly torch.nn.Module<torch.Tensor, torch.Tensor> layers =
            torch.nn.Sequential(torch.nn.Linear(768, 512), torch.nn.Tanh(), torch.nn.Dropout(0.15), torch.nn.Linear(512, 128));

        public override int EmbeddingSize => 128;

        protected override torch.Tensor Head(torch.Tensor features) => layers.call(features);
    }

    /// <summary>The product's training step, on data as the trainer stores it.</summary>
    private sealed class Ours : IDisposable
    {
        private readonly Case measured;
        private readonly EmbeddingModel model;
        private readonly MetricLoss loss;
        private readonly TrainingSplit data;
        private readonly TrainingStep step;
        private readonly StepLog log = new();

        public Ours(Case measured)
        {
            torch.manual_seed(0);
            this.measured = measured;
            var values = measured.Inputs();
            using var samples = new Samples(values, torch.randint(0, Classes, [values.shape[0]], torch.ScalarType.Int64));
            model = measured.Model(new ModelContext(samples.Inputs.shape[1..], Classes));
            loss = new ContrastiveLoss(new(), new LossContext(Classes, model.EmbeddingSize, torch.CPU, torch.Generator.Default));
            using var inputs = SplitInputs.Of(samples, samples.Inputs.detach(), []);
            data = TrainingSplit.Of(inputs, torch.CPU);
            step = new TrainingStep(model, loss, TrainingSettings.Default, new CrossBatchMemory(0));
        }

        /// <summary>Seconds per step.</summary>
        public double Run()
        {
            var clock = Stopwatch.StartNew();
            for (var done = 0; done < measured.Steps;)
            {
                using var epoch = torch.NewDisposeScope();
                foreach (var rows in torch.randperm(data.Count).split(measured.BatchSize).Take(measured.Steps - done))
                {
                    using var scope = torch.NewDisposeScope();
                    var (features, labels) = data.Rows(rows);
                    log.Add(0, measured.BatchSize, 1e-3, step.Run(features, labels, rows.Values<long>()));
                    if (++done % 50 == 0)
                        log.Flush();
                }
            }

            log.Flush();
            return clock.Elapsed.TotalSeconds / measured.Steps;
        }

        public void Dispose()
        {
            log.Dispose();
            step.Dispose();
            data.Dispose();
            loss.Dispose();
            model.Dispose();
        }
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Losses;

namespace MetricPlugins.Bench;

/// <summary>Forward and backward pass of every loss, compared with the same loss over lists of all pairs or triplets in plain PyTorch
/// (losses/peer.py). Each measurement has its own process, so that its peak memory belongs to the loss.</summary>
internal static class LossBench
{
    private const int Size = 128;

    private static readonly (string Name, Func<LossContext, MetricLoss> Create)[] Losses =
    [
        ("contrastive", context => new ContrastiveLoss(new(), context)),
        ("triplet-hard", context => new TripletLoss(new(), context)),
        ("triplet-all", context => new TripletLoss(new(Mining: TripletLoss.MiningKind.All), context)),
        ("npair", context => new NPairLoss(new(), context)),
        ("infonce", context => new InfoNceLoss(new(), context)),
        ("supcon", _ => new SupConLoss(new())),
        ("arcface", context => new ArcFaceLoss(new(), context)),
        ("ccl", context => new CclLoss(new(), context)),
    ];

    private static readonly Option<string> Python = new("--python") { Description = "A Python with torch.", DefaultValueFactory = _ => "/usr/bin/python3" };
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of each side.", Environment.ProcessorCount);
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Measurements of each side, taken alternately, of a second each.", 3);
    private static readonly Option<int[]> Batches = new("--batch") { Description = "Batch sizes.", DefaultValueFactory = _ => [64, 512, 4096], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int[]> Classes = new("--classes") { Description = "Numbers of classes.", DefaultValueFactory = _ => [10, 200], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Names = new("--loss") { Description = "Losses to measure.", DefaultValueFactory = _ => [.. Losses.Select(l => l.Name)], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Alone = new("--alone") { Description = "Measure one loss in this process and print one line of JSON." };

    public static Command Create()
    {
        var command = new Command("losses", "Milliseconds of every loss, forward and backward, compared with plain PyTorch, and its peak memory.") { Names, Batches, Classes, Python, Threads, Rounds, Alone };
        Names.AcceptOnlyFromAmong([.. Losses.Select(l => l.Name)]);
        command.SetAction(result =>
        {
            var (names, batches, classes) = (result.GetValue(Names)!, result.GetValue(Batches)!, result.GetValue(Classes)!);
            var threads = result.GetValue(Threads);
            TorchEnvironment.Start(threads);
            if (result.GetValue(Alone))
                MeasureAlone(names[0], batches[0], classes[0]);
            else
                Compare(names, batches, classes, threads, result.GetValue(Rounds), result.GetValue(Python)!);
        });
        return command;
    }

    private static void Compare(string[] names, int[] batches, int[] classes, int threads, int rounds, string python)
    {
        Console.WriteLine($"{Size}-D float32, {threads} threads, libtorch {torch.__version__}; ms forward and backward, median of {rounds} rounds taken in turns");
        Console.WriteLine($"{"loss",-14}{"batch",6}{"classes",8}{"ours",10}{"python",10}{"faster",9}{"peak MB",9}");
        foreach (var name in names)
            foreach (var batch in batches)
                foreach (var count in classes)
                    Console.WriteLine(Row(name, batch, count, threads, rounds, python));
    }

    private static string Row(string name, int batch, int classes, int threads, int rounds, string python)
    {
        string[] setting = ["--loss", name, "--batch", $"{batch}", "--classes", $"{classes}", "--threads", $"{threads}"];
        var turns = new Turns();
        double peak = 0, needed = 0;
        for (var round = 0; round < rounds; round++)
        {
            var ours = JsonProcess.Run(Environment.ProcessPath!, ["losses", "--alone", .. setting]);
            var peer = JsonProcess.Run(python, [Path.Combine(AppContext.BaseDirectory, "losses", "peer.py"), .. setting]);
            if (peer.TryGetProperty("needs_bytes", out var bytes))
                needed = bytes.GetDouble();
            turns.Add(ours.GetProperty("median_seconds").GetDouble(), needed > 0 ? double.NaN : peer.GetProperty("median_seconds").GetDouble());
            peak = Math.Max(peak, ours.GetProperty("peak_bytes").GetDouble());
        }

        var (python_, faster) = needed > 0
            ? (string.Create(CultureInfo.InvariantCulture, $"{needed / 1e9:0} GB"), "–")
            : (string.Create(CultureInfo.InvariantCulture, $"{turns.Peer * 1e3:0.00}"), string.Create(CultureInfo.InvariantCulture, $"{1 / turns.Ratio:0.0}×"));
        return string.Create(CultureInfo.InvariantCulture, $"{name,-14}{batch,6}{classes,8}{turns.Ours * 1e3,10:0.00}{python_,10}{faster,9}{peak / 1e6,9:0}");
    }

    private static void MeasureAlone(string name, int batch, int classes)
    {
        torch.manual_seed(0);
        var labels = torch.randint(0, classes, new long[] { batch }, torch.ScalarType.Int64);
        var embeddings = torch.nn.functional.normalize(torch.randn(batch, Size)).requires_grad_();
        using var loss = Losses.Single(l => l.Name == name).Create(new LossContext(classes, Size, torch.CPU, torch.Generator.Default));
        var seconds = new List<double>();
        for (var whole = Stopwatch.StartNew(); seconds.Count < 4 || whole.Elapsed.TotalSeconds < 1;)
        {
            using var scope = torch.NewDisposeScope();
            loss.zero_grad();
            embeddings.grad = null;
            var clock = Stopwatch.StartNew();
            loss.Compute(new Batch(embeddings, labels)).Loss.backward();
            seconds.Add(clock.Elapsed.TotalSeconds);
        }

        JsonProcess.Print(seconds);
    }
}

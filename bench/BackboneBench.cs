using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Models;
using MetricPlugins.Tests;

namespace MetricPlugins.Bench;

/// <summary>The forward pass of CLIP's ViT-B/32 with random weights of the real size, compared with a large matrix product on the same libtorch: the
/// share of the machine's peak rate that it reaches.</summary>
internal static class BackboneBench
{
    private const int Hidden = 768, Layers = 12, Patch = 32, Image = 224, Tokens = 50;
    private const int Gemm = 2048;

    /// <summary>Floating-point operations per image in matrix products.</summary>
    private const double Operations = 2.0 * (
        (Layers * ((Tokens * 12.0 * Hidden * Hidden) + (2.0 * Tokens * Tokens * Hidden))) + ((Tokens - 1) * 3.0 * Patch * Patch * Hidden));

    private static readonly Option<int> Batch = CountOption.Of("--batch", "Images per batch.", 32);
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of libtorch.", Environment.ProcessorCount);
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Measurements of each side, taken alternately, of a few seconds.", 5);

    public static Command Create()
    {
        var command = new Command("backbone", "Images per second of ViT-B/32's forward pass, and its FLOP rate relative to a large matrix product.") { Batch, Threads, Rounds };
        command.SetAction(result => Run(result.GetValue(Batch), result.GetValue(Threads), result.GetValue(Rounds)));
        return command;
    }

    private static void Run(int batch, int threads, int rounds)
    {
        TorchEnvironment.Start(threads);
        var folder = Directory.CreateTempSubdirectory("vit-");
        try
        {
            using var frozen = torch.no_grad();
            using var model = new ClipVitB32(new(RandomWeights.Clip(folder.FullName, Hidden, Layers, 12, Patch, Image, 512)));
            model.eval();
            using var images = torch.rand(batch, 3, Image, Image);
            using var matrix = torch.randn(Gemm, Gemm);
            var (vit, gemm) = (new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                gemm.Add(2.0 * Gemm * Gemm * Gemm / Seconds(() => matrix.mm(matrix).Dispose()));
                vit.Add(batch * Operations / Seconds(() => model.Backbone.call(images).Dispose()));
            }

            var shares = vit.Zip(gemm, (a, b) => a / b).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{threads} threads, batches of {batch}: product of {Gemm}×{Gemm} {Turns.Median(gemm) / 1e9:0} GFLOP/s; ViT-B/32 {Turns.Median(vit) / 1e9:0} GFLOP/s, {Turns.Median(vit) / Operations:0.0} images per second; share {Turns.Median(shares):0.00} ({shares.Min():0.00}–{shares.Max():0.00})"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Seconds per call over two seconds, after a warm-up call.</summary>
    private static double Seconds(Action action)
    {
        action();
        var clock = Stopwatch.StartNew();
        var calls = 0;
        for (; calls == 0 || clock.Elapsed.TotalSeconds < 2; calls++)
            action();
        return clock.Elapsed.TotalSeconds / calls;
    }
}

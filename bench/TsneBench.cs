using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MetricPlugins.Core;
using MetricPlugins.Datasets;

namespace MetricPlugins.Bench;

/// <summary>t-SNE compared with scikit-learn's (tsne/peer.py): seconds, and the quality of both maps as scikit-learn measures it. Each map has its own
/// process. Ours is measured twice: as the first map of a process, including compilation, and after a small map of other rows, as in a report.</summary>
internal static class TsneBench
{
    private const int Size = 128;
    private const int Classes = 10;
    private const double Perplexity = 30;
    private const int WarmUpCount = 500;

    private static readonly Option<string> Python = new("--python") { Description = "A Python with scikit-learn.", DefaultValueFactory = _ => "/usr/bin/python3" };
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of each side.", Environment.ProcessorCount);
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Maps of each side, computed alternately.", 3);
    private static readonly Option<int[]> Points = new("--points") { Description = "Numbers of points.", DefaultValueFactory = _ => [1000, 5000], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Mnist = new("--mnist") { Description = "Folder of MNIST's IDX files; also map the pixels of its first test images." };
    private static readonly Option<string?> Rows = new("--rows") { Description = "Map the rows of this file in this process and print one line of JSON." };
    private static readonly Option<string> Map = new("--map") { Description = "File to write that map to." };
    private static readonly Option<int> Columns = CountOption.Of("--size", "Columns of those rows.", Size);

    private static readonly Option<bool> First = new("--first") { Description = "Make that map the first of the process, without a small one before it." };

    public static Command Create()
    {
        var command = new Command("tsne", "Seconds of t-SNE compared with scikit-learn's, and the quality of both maps.") { Points, Mnist, Python, Threads, Rounds, Rows, Map, Columns, First };
        command.SetAction(result =>
        {
            var threads = result.GetValue(Threads);
            if (result.GetValue(Rows) is { } rows)
                MapAlone(rows, result.GetValue(Columns), threads, result.GetValue(First), result.GetValue(Map)!);
            else
                Compare(result.GetValue(Points)!, result.GetValue(Mnist), threads, result.GetValue(Rounds), result.GetValue(Python)!);
        });
        return command;
    }

    private static void Compare(int[] points, string? mnist, int threads, int rounds, string python)
    {
        TorchEnvironment.Start(threads);
        Console.WriteLine($"{threads} threads; seconds, median of {rounds} rounds taken in turns; KL divergence and trustworthiness as computed by scikit-learn");
        Console.WriteLine($"{"rows",-12}{"points",8}{"first",8}{"ours",8}{"python",8}{"faster",8}{"least",8}{"first",8}{"least",8}{"KL",9}{"python",9}{"trust",9}{"python",9}");
        foreach (var count in points)
        {
            Console.WriteLine(Row("embeddings", Embeddings(count), Size, threads, rounds, python));
            if (mnist is not null)
                Console.WriteLine(Row("mnist", Images(mnist, count), 28 * 28, threads, rounds, python));
        }
    }

    private static string Row(string name, double[] rows, int size, int threads, int rounds, string python)
    {
        var folder = Directory.CreateTempSubdirectory("tsne-");
        try
        {
            string File(string file) => Path.Combine(folder.FullName, file);
            Write(File("rows"), rows);
            string[] input = ["--rows", File("rows"), "--size", $"{size}"];
            JsonElement Peer(string action, string map) => Json(python, [Path.Combine(AppContext.BaseDirectory, "tsne", "peer.py"), action, .. input, "--map", File(map)], threads);

            var (turns, firsts) = (new Turns(), new Turns());
            for (var round = 0; round < rounds; round++)
            {
                var ours = Json(Environment.ProcessPath!, ["tsne", .. input, "--threads", $"{threads}", "--map", File("ours")], threads);
                var first = Json(Environment.ProcessPath!, ["tsne", .. input, "--first", "--threads", $"{threads}", "--map", File("ours")], threads);
                var peer = Peer("map", "peer").GetProperty("seconds").GetDouble();
                turns.Add(ours.GetProperty("seconds").GetDouble(), peer);
                firsts.Add(first.GetProperty("seconds").GetDouble(), peer);
            }

            var (found, reference) = (Peer("judge", "ours"), Peer("judge", "peer"));
            double Of(JsonElement judgement, string property) => judgement.GetProperty(property).GetDouble();
            return string.Create(CultureInfo.InvariantCulture,
                $"{name,-12}{rows.Length / size,8}{firsts.Ours,8:0.00}{turns.Ours,8:0.00}{turns.Peer,8:0.00}{1 / turns.Ratio,7:0.0}×{1 / turns.GreatestRatio,7:0.0}×{1 / firsts.Ratio,7:0.0}×{1 / firsts.GreatestRatio,7:0.0}×{Of(found, "divergence"),9:0.0000}{Of(reference, "divergence"),9:0.0000}{Of(found, "trustworthiness"),9:0.0000}{Of(reference, "trustworthiness"),9:0.0000}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void MapAlone(string path, int size, int threads, bool first, string map)
    {
        var values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = threads };
        if (!first)
        {
            var others = new Random(0);
            TsneModule.Project(Perplexity, parallelism, new LabelledRows(new long[WarmUpCount], [.. Enumerable.Range(0, WarmUpCount * size).Select(_ => others.NextDouble())], size));
        }

        var clock = Stopwatch.StartNew();
        var found = TsneModule.Project(Perplexity, parallelism, new LabelledRows(new long[values.Length / size], values, size))!.Value;
        Console.WriteLine(JsonSerializer.Serialize(new { seconds = clock.Elapsed.TotalSeconds }));
        Write(map, [.. found.X.Zip(found.Y).SelectMany(p => new[] { p.First, p.Second })]);
    }

    /// <summary>Unit rows around one direction per class, like the embeddings of a trained model.</summary>
    private static double[] Embeddings(int count)
    {
        torch.manual_seed(0);
        using var scope = torch.NewDisposeScope();
        var centers = torch.randn(Classes, Size, torch.float64);
        var classes = torch.randint(0, Classes, new long[] { count }, torch.ScalarType.Int64);
        return torch.nn.functional.normalize(centers.index_select(0, classes) + torch.randn(count, Size, torch.float64)).data<double>().ToArray();
    }

    private static double[] Images(string folder, int count)
    {
        using var scope = torch.NewDisposeScope();
        var images = new Mnist(new DatasetContext(folder)).Load(Split.Test).Inputs.narrow(0, 0, count);
        return (images.to(torch.float64) / 255).reshape(-1).data<double>().ToArray();
    }

    private static void Write(string path, double[] values) => File.WriteAllBytes(path, MemoryMarshal.AsBytes<double>(values));

    private static JsonElement Json(string program, string[] arguments, int threads)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        start.Environment["OPENBLAS_NUM_THREADS"] = $"{threads}";
        return JsonProcess.Run(start);
    }
}

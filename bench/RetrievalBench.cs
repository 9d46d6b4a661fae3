using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Core;

namespace MetricPlugins.Bench;

/// <summary>The nearest-neighbour search and all retrieval metrics, compared with the search of faiss' IndexFlatIP alone (retrieval/peer.py).
/// Each measurement has its own process, for its peak memory.</summary>
internal static class RetrievalBench
{
    private const int Neighbours = 10;

    private static readonly (string Name, Action<LabelledRows> Measure)[] Tasks =
    [
        ("search", rows => Search(new UnitRows(rows))),
        ("retrieval", rows => Retrieval.Summarize(Retrieval.Queries(rows))),
        ("collapse", rows => Collapse.Measure(rows, Variance.Measure(rows))),
        ("nmi", rows => Clustering.Nmi(0, rows)),
        ("silhouette", rows => Clustering.Silhouette(rows, Variance.Measure(rows))),
    ];

    private static readonly Option<string> Python = new("--python") { Description = "A Python with faiss.", DefaultValueFactory = _ => "/usr/bin/python3" };
    private static readonly Option<int> Samples = CountOption.Of("--samples", "Rows, each a query against all rows.", 10_000);
    private static readonly Option<int> Size = CountOption.Of("--size", "Columns per row.", 128);
    private static readonly Option<int> Classes = CountOption.Of("--classes", "Number of classes.", 10);
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of each side.", Environment.ProcessorCount);
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Measurements of each side, taken alternately, of two seconds each.", 5);
    private static readonly Option<string> Alone = new("--alone") { Description = "Measure one task in this process and print one line of JSON." };

    public static Command Create()
    {
        var command = new Command("retrieval", "Milliseconds of the search and of all retrieval metrics, compared with faiss' exact search, and peak memory.") { Samples, Size, Classes, Python, Threads, Rounds, Alone };
        Alone.AcceptOnlyFromAmong([.. Tasks.Select(task => task.Name)]);
        command.SetAction(result =>
        {
            var (samples, size, classes, threads) = (result.GetValue(Samples), result.GetValue(Size), result.GetValue(Classes), result.GetValue(Threads));
            TorchEnvironment.Start(threads);
            if (result.GetValue(Alone) is { } name)
                MeasureAlone(Tasks.Single(task => task.Name == name).Measure, Rows(samples, size, classes));
            else
                Compare(samples, size, classes, threads, result.GetValue(Rounds), result.GetValue(Python)!);
        });
        return command;
    }

    private static void Compare(int samples, int size, int classes, int threads, int rounds, string python)
    {
        Console.WriteLine($"{samples:N0} × {samples:N0} × {size}, {classes} classes, {threads} threads; ms, median of {rounds} rounds taken in turns; faiss searches for {Neighbours} neighbours");
        Console.WriteLine($"{"task",-12}{"ours",10}{"faiss",10}{"ratio",8}{"least",8}{"greatest",10}{"peak MB",9}");
        string[] setting = ["--samples", $"{samples}", "--size", $"{size}", "--threads", $"{threads}"];
        foreach (var (name, _) in Tasks)
        {
            var turns = new Turns();
            double peak = 0;
            for (var round = 0; round < rounds; round++)
            {
                var ours = JsonProcess.Run(Environment.ProcessPath!, ["retrieval", "--alone", name, "--classes", $"{classes}", .. setting]);
                var peer = JsonProcess.Run(python, [Path.Combine(AppContext.BaseDirectory, "retrieval", "peer.py"), .. setting]);
                turns.Add(ours.GetProperty("median_seconds").GetDouble(), peer.GetProperty("median_seconds").GetDouble());
                peak = Math.Max(peak, ours.GetProperty("peak_bytes").GetDouble());
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{turns.Ours * 1e3,10:0}{turns.Peer * 1e3,10:0}{turns.Ratio,8:0.00}{turns.LeastRatio,8:0.00}{turns.GreatestRatio,10:0.00}{peak / 1e6,9:0}"));
        }
    }

    private static void MeasureAlone(Action<LabelledRows> measure, LabelledRows rows)
    {
        var seconds = new List<double>();
        for (var whole = Stopwatch.StartNew(); seconds.Count < 2 || whole.Elapsed.TotalSeconds < 2;)
        {
            var clock = Stopwatch.StartNew();
            measure(rows);
            seconds.Add(clock.Elapsed.TotalSeconds);
        }

        JsonProcess.Print(seconds);
    }

    private static void Search(UnitRows rows) => Neighbors.Nearest(Neighbours, rows, rows);

    private static LabelledRows Rows(int samples, int size, int classes)
    {
        var (labels, values) = OverlappingRows.Of(samples, size, classes);
        return new(labels, values, size);
    }
}

/// <summary>Generated unit rows in overlapping classes, like those of a partly trained model.</summary>
internal static class OverlappingRows
{
    /// <summary>Identical at every call.</summary>
    public static (long[] Labels, float[] Values) Of(int samples, int size, int classes)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(0);
        var labels = torch.randint(0, classes, new long[] { samples }, torch.ScalarType.Int64);
        var rows = torch.nn.functional.normalize(torch.randn(classes, size)[labels] + (1.5 * torch.randn(samples, size)));
        return (labels.data<long>().ToArray(), rows.data<float>().ToArray());
    }
}

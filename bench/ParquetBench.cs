using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using MetricPlugins.Core;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Bench;

/// <summary>Parquet files of a run, written and read as the product does, compared with DuckDB's own COPY of the same rows with the same
/// codec (parquet/peer.mjs).</summary>
internal static class ParquetBench
{
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Measurements of each side, taken alternately.", 5);
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of each side.", Environment.ProcessorCount);
    private static readonly Option<int> Steps = CountOption.Of("--steps", "Rows of the table of steps.", 3_000_000);

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var command = new Command("parquet", "Seconds to write and to read a run's files, and their ratio to DuckDB's.")
        {
            Rounds, Threads, Steps, ParquetPasses.Create(),
        };
        command.SetAction(result =>
        {
            if (!NodeProcess.IsAvailable)
            {
                Console.Error.WriteLine("DuckDB is in the packages of tests/node: install node, then run npm ci there.");
                return 1;
            }

            try
            {
                Run(result);
                return 0;
            }
            catch (InvalidOperationException failure)
            {
                Console.Error.WriteLine(failure.Message);
                return 1;
            }
        });
        return command;
    }

    private static void Run(ParseResult settings)
    {
        var version = NodeProcess.Run("query.mjs", "SELECT version() AS version")[0].GetProperty("version");
        Console.WriteLine(
            $"{settings.GetValue(Threads)} threads, DuckDB {version}; " +
            $"seconds, median of {settings.GetValue(Rounds)} rounds taken in turns");
        Console.WriteLine(
            $"{"table",-12}{"pass",-8}{"ours",10}{"duckdb",10}{"ratio",10}{"least",10}{"greatest",10}" +
            $"{"ours MB",12}{"duckdb MB",12}{"peak MB",12}");
        // A pass over few rows is short: the median of many passes is more stable.
        Measure("embeddings", 60_000, passes: 10, settings);
        Measure("steps", settings.GetValue(Steps), passes: 3, settings);
    }

    private static void Measure(string table, int rows, int passes, ParseResult settings)
    {
        var folder = Directory.CreateTempSubdirectory("metric-bench-");
        try
        {
            var (ourFile, peerFile) = (Path.Combine(folder.FullName, "ours.parquet"), Path.Combine(folder.FullName, "peer.parquet"));
            PassResult Ours(string pass) => ParquetBench.Ours(settings, pass, table, $"{rows}", ourFile, $"{passes}");
            PassResult Peer(string pass, params string[] files) => ParquetBench.Peer(settings, [pass, .. files, "--passes", $"{passes}"]);

            List<Round> rounds = [];
            while (rounds.Count < settings.GetValue(Rounds))
            {
                var write = new Pair(Ours("write"), Peer("write", ourFile, peerFile));
                var read = new Pair(Ours("read"), Peer("read", peerFile));
                var scan = read with { Peer = Peer("scan", peerFile) };
                foreach (var result in new[] { write.Peer, read.Ours, read.Peer, scan.Peer })
                    result.RequireValuesOf(write.Ours);
                rounds.Add(new Round(write, read, scan));
            }

            Print(table, "write", [.. rounds.Select(round => round.Write)]);
            Print(table, "read", [.. rounds.Select(round => round.Read)]);
            Print(table, "scan", [.. rounds.Select(round => round.Scan)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(string table, string pass, List<Pair> pairs)
    {
        var turns = new Turns();
        foreach (var (ours, peer) in pairs)
            turns.Add(ours.Seconds, peer.Seconds);

        var seconds = $"{turns.Ours,10:0.000}{turns.Peer,10:0.000}{turns.Ratio,10:0.00}{turns.LeastRatio,10:0.00}{turns.GreatestRatio,10:0.00}";
        var sizes = $"{Megabytes(pair => pair.Ours.FileBytes)}{Megabytes(pair => pair.Peer.FileBytes)}{Megabytes(pair => pair.Ours.PeakBytes)}";
        Console.WriteLine($"{table,-12}{pass,-8}{seconds}{sizes}");

        string Megabytes(Func<Pair, long?> bytes) => $"{pairs.Max(bytes) / 1e6,12:0.0}";
    }

    private static PassResult Ours(ParseResult settings, params string[] arguments)
    {
        var start = DotnetProgram.Of(Path.Combine(AppContext.BaseDirectory, "bench.dll"), ["parquet", "passes", .. arguments]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["DOTNET_PROCESSOR_COUNT"] = $"{settings.GetValue(Threads)}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<PassResult>(output, Json)!
            : throw new InvalidOperationException(
                $"bench parquet passes {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result.Trim()}");
    }

    private static PassResult Peer(ParseResult settings, string[] arguments)
    {
        var script = Path.Combine(SourceTree.Root, "bench", "parquet", "peer.mjs");
        string[] options = ["--codec", "snappy", "--threads", $"{settings.GetValue(Threads)}"];
        return NodeProcess.Run(script, "", [.. arguments, .. options]).Deserialize<PassResult>(Json)!;
    }

    private sealed record Pair(PassResult Ours, PassResult Peer);

    /// <summary>On our side a scan is a read.</summary>
    private sealed record Round(Pair Write, Pair Read, Pair Scan);
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MetricPlugins.Core;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Bench;

/// <summary>All metrics of stored embeddings, as <c>metric analyze</c> computes them: seconds and peak memory of a process that does
/// nothing else.</summary>
internal static class MeasureBench
{
    private static readonly Option<int> Samples = CountOption.Of("--samples", "Rows of the test split.", 60_000);
    private static readonly Option<int> TrainSamples = CountOption.Of("--train-samples", "Rows of the train split.", 10_000);
    private static readonly Option<int> Columns = CountOption.Of("--columns", "Columns per row.", 512);
    private static readonly Option<int> Classes = CountOption.Of("--classes", "Number of classes.", 10);
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Number of threads.", Environment.ProcessorCount);
    private static readonly Option<string> Alone = new("--alone") { Description = "Measure this run folder in this process and print one line of JSON." };

    public static Command Create()
    {
        var command = new Command("measure", "Seconds and peak memory of all metrics of one run's embeddings.")
        {
            Samples, TrainSamples, Columns, Classes, Threads, Alone,
        };
        command.SetAction(result =>
        {
            var (classes, threads) = (result.GetValue(Classes), result.GetValue(Threads));
            TorchEnvironment.Start(threads);
            if (result.GetValue(Alone) is { } folder)
                MeasureAlone(folder);
            else
                Measure(result.GetValue(Samples), result.GetValue(TrainSamples), result.GetValue(Columns), classes, threads);
        });
        return command;
    }

    private static void Measure(int samples, int trainSamples, int columns, int classes, int threads)
    {
        var folder = Directory.CreateTempSubdirectory("bench-measure-");
        try
        {
            SplitEmbeddings[] splits = [Split("train", trainSamples, columns, classes), Split("test", samples, columns, classes)];
            RunFiles.WriteEmbeddingsAsync(
                Path.Combine(folder.FullName, RunFiles.Embeddings), new RunIdentity("bench", "random", "none", "none", "default", 0, "{}"),
                [.. Enumerable.Range(0, classes).Select(c => $"class-{c}")], splits).GetAwaiter().GetResult();
            var measured = JsonProcess.Run(Environment.ProcessPath!, ["measure", "--alone", folder.FullName, "--threads", $"{threads}"]);
            var (seconds, peak) = (measured.GetProperty("seconds").GetDouble(), measured.GetProperty("peak_bytes").GetDouble());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{samples:N0} test and {trainSamples:N0} train rows of {columns}, {classes:N0} classes, {threads} threads: {seconds:0} s, {peak / 1e6:0} MB"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void MeasureAlone(string folder)
    {
        var clock = Stopwatch.StartNew();
        Measuring.Run(folder, _ => { }, CancellationToken.None);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new { seconds = clock.Elapsed.TotalSeconds, peak_bytes = process.PeakWorkingSet64 }));
    }

    private static SplitEmbeddings Split(string name, int samples, int columns, int classes)
    {
        var rows = OverlappingRows.Of(samples, columns, classes);
        return new SplitEmbeddings(name, [.. Enumerable.Range(0, samples).Select(i => (long)i)], rows.Labels, rows.Values, columns);
    }
}

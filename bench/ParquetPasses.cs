using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MetricPlugins.Core;
using Microsoft.FSharp.Collections;

namespace MetricPlugins.Bench;

/// <summary>Our side of <see cref="ParquetBench"/>: writes or reads a file several times, as the product does, in a separate
/// process.</summary>
internal static class ParquetPasses
{
    private static readonly Argument<string> Direction = new("direction");
    private static readonly Argument<string> TableName = new("table");
    private static readonly Argument<int> Rows = new("rows");
    private static readonly Argument<string> File = new("file");
    private static readonly Argument<int> Passes = new("passes");

    public static Command Create()
    {
        var command = new Command("passes") { Direction, TableName, Rows, File, Passes };
        command.Hidden = true;
        command.SetAction(async (result, _) =>
            Console.WriteLine(JsonSerializer.Serialize(await RunAsync(result), ParquetBench.Json)));
        return command;
    }

    private static async Task<PassResult> RunAsync(ParseResult arguments)
    {
        var path = arguments.GetValue(File)!;
        var isWriting = arguments.GetValue(Direction) == "write";
        var columns = isWriting ? MadeUpTables.Of(arguments.GetValue(TableName)!, arguments.GetValue(Rows)) : [];
        var made = ListModule.OfSeq(columns);
        var values = columns.ToDictionary(column => column.Item1, column => column.Item2);
        var seconds = new List<double>();
        for (var pass = 0; pass < arguments.GetValue(Passes); pass++)
        {
            var clock = Stopwatch.StartNew();
            if (isWriting)
                await ParquetTable.write(path, ListModule.Empty<Tuple<string, string>>(), made);
            else
                values = (await ParquetTable.read(path)).ToDictionary();
            seconds.Add(clock.Elapsed.TotalSeconds);
        }

        using var process = Process.GetCurrentProcess();
        return new PassResult(
            Turns.Median(seconds.Skip(1)), new FileInfo(path).Length,
            values.ToDictionary(column => column.Key, column => Checksum(column.Value)), process.PeakWorkingSet64);
    }

    private static double Checksum(Values values) => values switch
    {
        Values.Texts { Item: var all } => all.Sum(text => text.Length + 1.0),
        Values.Vectors { Item1: var all } => all.Sum(value => value + 1.0),
        _ => values.Array.Cast<object?>().Sum(value => value is null ? 0 : Convert.ToDouble(value, CultureInfo.InvariantCulture) + 1),
    };
}

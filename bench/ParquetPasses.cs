using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using MetricPlugins.Bench.Tables;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Bench;

/// <summary>Our side of <see cref="ParquetBench"/>: writes or reads a file some times, in a process of its own, whose memory tells.</summary>
internal static class ParquetPasses
{
    private static readonly Argument<string> Direction = new("direction");
    private static readonly Argument<string> TableName = new("table");
    private static readonly Argument<int> Rows = new("rows");
    private static readonly Argument<string> File = new("file");
    private static readonly Argument<CompressionMethod> Codec = new("codec");
    private static readonly Argument<int> Passes = new("passes");

    public static Command Create()
    {
        var command = new Command("passes") { Direction, TableName, Rows, File, Codec, Passes };
        command.Hidden = true;
        command.SetAction(async (result, _) =>
        {
            var rows = result.GetValue(Rows);
            Table table = result.GetValue(TableName) == "steps" ? new StepsTable(rows) : new EmbeddingsTable(rows);
            try
            {
                Console.WriteLine(JsonSerializer.Serialize(await RunAsync(table, result), ParquetBench.Json));
                return 0;
            }
            catch (NotSupportedException codec)
            {
                Console.Error.WriteLine(codec.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task<PassResult> RunAsync(Table table, ParseResult arguments)
    {
        var (start, rows) = table.RowGroups.First();
        table.Fill(start, rows);
        var before = Environment.WorkingSet;

        var path = arguments.GetValue(File)!;
        List<Pass> passes = [];
        long peak = 0;
        while (passes.Count < arguments.GetValue(Passes))
        {
            var pass = new Pass(table);
            if (arguments.GetValue(Direction) == "write")
                await pass.WriteAsync(path, arguments.GetValue(Codec));
            else
                await pass.ReadAsync(path);
            passes.Add(pass);
            // Later passes find the garbage of the earlier ones: one file's memory is that of the first.
            if (passes.Count == 1)
                peak = PeakWorkingSet();
        }

        var counted = passes.Skip(1).OrderBy(pass => pass.Seconds).ElementAt((passes.Count - 1) / 2);
        return new PassResult(counted.Seconds, new FileInfo(path).Length, counted.Checksums, counted.KindSeconds, peak - before);
    }

    private static long PeakWorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>The whole file once. Values are made and looked at while the clock stands still.</summary>
    private sealed class Pass(Table table)
    {
        private readonly Stopwatch clock = new();

        public double Seconds => clock.Elapsed.TotalSeconds;

        public Dictionary<string, double> KindSeconds { get; } = [];

        public Dictionary<string, double> Checksums { get; } = [];

        public async Task WriteAsync(string path, CompressionMethod codec)
        {
            System.IO.File.Delete(path);
            var schema = new ParquetSchema(table.Columns.Select(column => column.Field));
            var options = new ParquetOptions { CompressionMethod = codec };
            foreach (var column in table.Columns.OfType<TextColumn>())
                options.ColumnEncodingHints[column.Field.Name] = EncodingHint.Dictionary;

            clock.Start();
            await using (var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite))
            await using (var writer = await ParquetWriter.CreateAsync(schema, file, options))
            {
                foreach (var (start, rows) in table.RowGroups)
                {
                    clock.Stop();
                    table.Fill(start, rows);
                    AddChecksums(rows);
                    clock.Start();

                    using var group = writer.CreateRowGroup();
                    await ColumnsAsync(schema, (column, field) => column.WriteAsync(group, field, rows));
                    group.CompleteValidate();
                }
            }

            clock.Stop();
        }

        public async Task ReadAsync(string path)
        {
            foreach (var column in table.Columns)
                column.Clear();

            clock.Start();
            await using (var reader = await ParquetReader.CreateAsync(path))
            {
                for (var index = 0; index < reader.RowGroupCount; index++)
                {
                    using var group = reader.OpenRowGroupReader(index);
                    var rows = (int)group.RowCount;
                    await ColumnsAsync(reader.Schema, (column, field) => column.ReadAsync(group, field, rows).AsTask());

                    clock.Stop();
                    AddChecksums(rows);
                    clock.Start();
                }
            }

            clock.Stop();
        }

        private async Task ColumnsAsync(ParquetSchema schema, Func<Column, DataField, Task> transfer)
        {
            foreach (var (column, field) in table.Columns.Zip(schema.GetDataFields()))
            {
                var begin = Stopwatch.GetTimestamp();
                await transfer(column, field);
                KindSeconds[column.Kind] = KindSeconds.GetValueOrDefault(column.Kind) + Stopwatch.GetElapsedTime(begin).TotalSeconds;
            }
        }

        private void AddChecksums(int rows)
        {
            foreach (var column in table.Columns)
                Checksums[column.Field.Name] = Checksums.GetValueOrDefault(column.Field.Name) + column.Checksum(rows);
        }
    }
}

using DuckDB.NET.Data;
using FsCheck;
using FsCheck.Fluent;
using MetricPlugins.Core;
using MetricPlugins.Tests.Node;
using Microsoft.FSharp.Collections;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.Core;

public sealed class ParquetTableTests : IDisposable
{
    private const int RowGroup = 122_880;
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("table.parquet");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_to_the_bit() =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(2024, 7), Prop.ForAll(RandomTables.Any.ToArbitrary(), ReadsBack));

    [Fact]
    public async Task Rows_beyond_a_row_group_go_to_the_next()
    {
        int[] rows = [.. Enumerable.Range(0, (2 * RowGroup) + 1)];
        ReadsBack([
            ("text", Values.NewTexts([.. rows.Select(row => $"text {row % 1000}")])),
            ("int", Values.NewInts(rows)),
            ("int?", Values.NewOptionalInts([.. rows.Select(row => row % 3 == 0 ? null : (int?)row)])),
            ("long", Values.NewLongs([.. rows.Select(row => row * 5_000_000_000)])),
            ("double", Values.NewDoubles([.. rows.Select(row => row / 7.0)])),
            ("double?", Values.NewOptionalDoubles([.. rows.Select(row => row % 5 == 0 ? null : (double?)row / 7)])),
            ("vector", Values.NewVectors([.. rows.SelectMany(row => new float[] { row, -row, float.NaN })], 3)),
        ]);

        await using var reader = await ParquetReader.CreateAsync(Path);
        Assert.Equal([RowGroup, RowGroup, 1], reader.RowGroups.Select(group => group.RowCount));
    }

    [Fact]
    public async Task Of_columns_not_asked_for_no_byte_is_read()
    {
        var random = new Random(1);
        var damaged = Enumerable.Range(0, 100).Select(_ => random.NextDouble()).ToArray();
        Write(("asked", Values.NewInts([.. Enumerable.Range(0, 100)])), ("damaged", Values.NewDoubles(damaged)));

        // From the page's header to its last value.
        var bytes = File.ReadAllBytes(Path);
        var page = bytes.AsSpan().IndexOf(BitConverter.GetBytes(damaged[0])) - 30;
        bytes.AsSpan(page, 30 + (damaged.Length * sizeof(double))).Fill(0xFF);
        File.WriteAllBytes(Path, bytes);

        await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.read(Path));
        var asked = Assert.Single(await ParquetTable.readColumns(Path, ["asked", "asked"]));
        Assert.Equal(("asked", 100), (asked.Key, asked.Value.Count));
    }

    [Fact]
    public async Task Columns_that_are_not_there_are_told_at_once_with_those_that_are()
    {
        Write(("step", Values.NewInts([1])), ("loss", Values.NewDoubles([1])));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.readColumns(Path, ["steps", "loss", "ratio"]));
        Assert.Equal($"{Path} has no column steps, ratio. Its columns: step, loss.", error.Message);
    }

    public static TheoryData<string, Field> ForeignTypes => new()
    {
        { "Single", new DataField<float>("odd") },
        { "Boolean?", new DataField<bool?>("odd") },
        { "Int64?", new DataField<long?>("odd") },
        { "String?", new DataField<string>("odd") },
        { "Stream?", new DataField<byte[]>("odd") },
        { "list of Double?", new ListField("odd", typeof(double)) },
    };

    [Theory]
    [MemberData(nameof(ForeignTypes))]
    public async Task A_column_of_another_type_is_told_with_its_name(string type, Field field)
    {
        await using (var file = File.Create(Path))
        await using (await ParquetWriter.CreateAsync(new ParquetSchema(new DataField<int>("step"), field), file))
        {
        }

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.read(Path));
        Assert.StartsWith($"{Path}: Column odd: ", error.Message);
        Assert.EndsWith($" it is {type}.", error.Message);
        Assert.Single(await ParquetTable.readColumns(Path, ["step"]));
    }

    /// <summary>Definition level 0: a null list, 1: an empty one, 2: a null in it, 3: a number.</summary>
    [Theory]
    [InlineData(new[] { 3, 3, 3, 3, 3 }, new[] { 0, 1, 0, 1, 0 }, "row 5 (the first is 0) has 1 numbers, those before it 2.")]
    [InlineData(new[] { 3, 3, 3, 3, 3 }, new[] { 0, 1, 0, 1, 1 }, "row 4 (the first is 0) has 3 numbers, those before it 2.")]
    [InlineData(new[] { 3, 3, 3, 3, 3 }, new[] { 0, 0, 0, 0, 0 }, "row 3 (the first is 0) has 1 numbers, those before it 2.")]
    [InlineData(new[] { 3, 3, 0, 3, 3 }, new[] { 0, 1, 0, 0, 1 }, "row 4 (the first is 0) is null, empty or holds a null.")]
    [InlineData(new[] { 3, 3, 3, 3, 1 }, new[] { 0, 1, 0, 1, 0 }, "row 5 (the first is 0) is null, empty or holds a null.")]
    [InlineData(new[] { 3, 2, 3, 3, 3 }, new[] { 0, 1, 0, 1, 0 }, "row 3 (the first is 0) is null, empty or holds a null.")]
    public async Task A_row_that_is_no_vector_of_the_size_is_told(int[] definitions, int[] repetitions, string problem)
    {
        await WriteLists(([3, 3, 3, 3, 3, 3], [0, 1, 0, 1, 0, 1]), (definitions, repetitions));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.read(Path));
        Assert.Equal($"{Path}: Column embedding: {problem}", error.Message);
    }

    [Fact]
    public async Task A_damaged_file_is_told_with_its_name_in_one_line()
    {
        Write(("step", Values.NewInts([1, 2, 3])));
        var bytes = File.ReadAllBytes(Path);
        foreach (var length in (int[])[0, 7, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(Path, bytes[..length]);
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.read(Path));
            Assert.StartsWith($"{Path} cannot be read as Parquet: ", error.Message);
            Assert.EndsWith(". Restore it, or train its run again with --fresh.", error.Message);
        }
    }

    /// <summary>A page has no checksum: a changed value is a value. Whatever else is changed is refused, and harms no other file.</summary>
    [Fact]
    public async Task A_file_with_other_bytes_has_values_or_is_refused_in_one_line()
    {
        int[] rows = [.. Enumerable.Range(0, 300)];
        Write(
            ("text", Values.NewTexts([.. rows.Select(row => $"text {row % 7}")])),
            ("int?", Values.NewOptionalInts([.. rows.Select(row => row % 3 == 0 ? null : (int?)row)])),
            ("double", Values.NewDoubles([.. rows.Select(row => row / 7.0)])),
            ("vector", Values.NewVectors([.. rows.SelectMany(row => new float[] { row, -row, 0.5f })], 3)));
        var whole = File.ReadAllBytes(Path);
        var footer = BitConverter.ToInt32(whole.AsSpan(whole.Length - 8));
        var damaged = folder.File("damaged.parquet");
        var random = new Random(7);
        for (var trial = 0; trial < 300; trial++)
        {
            var bytes = whole.ToArray();
            var at = trial % 2 == 0 ? random.Next(bytes.Length) : bytes.Length - 8 - random.Next(footer);
            bytes[at] = (byte)random.Next(256);
            File.WriteAllBytes(damaged, bytes);
            try
            {
                Assert.All(await ParquetTable.read(damaged), column => Assert.Equal(300, column.Value.Count));
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith(damaged, e.Message);
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.Equal(4, (await ParquetTable.read(Path)).Count);
    }

    [Fact]
    public async Task Texts_that_grow_beyond_all_measure_are_refused()
    {
        string[] two = [new('0', 1 << 14), new('1', 1 << 14)];
        Write(("note", Values.NewTexts([.. Enumerable.Range(0, 1 << 14).Select(row => two[row % 2])])));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.read(Path));
        Assert.Contains("Column note: 16384 rows of it take more than the", error.Message);
    }

    [Fact]
    public async Task Few_bytes_that_claim_very_many_rows_are_refused()
    {
        using (var connection = new DuckDBConnection("Data Source=:memory:"))
        using (var command = connection.CreateCommand())
        {
            connection.Open();
            command.CommandText = $"COPY (SELECT 1 AS step FROM range(200_000_000)) TO '{Path}' (COMPRESSION zstd)";
            command.ExecuteNonQuery();
        }

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.read(Path));
        Assert.Contains("Column step: 200000000 rows of it take more than the", error.Message);
    }

    [Theory]
    [InlineData("a[1]*?.parquet")]
    [InlineData("it's {a,b}.parquet")]
    [InlineData("loss=triplet/a.parquet")]
    public async Task A_path_is_that_of_one_file_whatever_its_characters_mean_to_others(string name)
    {
        Write(("step", Values.NewInts([1, 2])));
        var path = folder.File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Copy(Path, path);
        File.Copy(Path, folder.File("a1xy.parquet"));
        Assert.Equal("step", Assert.Single(await ParquetTable.read(path)).Key);
    }

    [Fact]
    public async Task Files_are_read_from_several_threads_at_once()
    {
        var damaged = folder.File("damaged.parquet");
        File.WriteAllText(damaged, "no Parquet");
        Write(("step", Values.NewInts([.. Enumerable.Range(0, 10_000)])));
        await Parallel.ForAsync(0, 64, async (i, _) =>
        {
            if (i % 4 == 0)
                await Assert.ThrowsAsync<InvalidDataException>(() => ParquetTable.read(damaged));
            else
                Assert.Equal(10_000, (await ParquetTable.read(Path))["step"].Count);
        });
    }

    [Fact]
    public Task A_file_that_is_not_there_is_none() => Assert.ThrowsAsync<FileNotFoundException>(() => ParquetTable.read(Path));

    [Fact]
    public void Half_a_vector_is_not_written()
    {
        var error = Assert.Throws<ArgumentException>(() => Write(("embedding", Values.NewVectors(new float[7], 3))));
        Assert.StartsWith("Vectors must be complete: embedding has 7 numbers for vectors of 3.", error.Message);
        Assert.False(File.Exists(Path));
    }

    [NodeFact]
    public async Task Vectors_of_others_are_read_too()
    {
        DuckDb.Query($"COPY (SELECT [i, -i, 0.5]::FLOAT[] AS embedding, (i / 4)::DOUBLE AS value FROM range(5000) t(i) ORDER BY i) TO '{Path}' (ROW_GROUP_SIZE 2048)");
        var table = await ParquetTable.read(Path);
        var embedding = (Values.Vectors)table["embedding"];
        Assert.Equal((3, 5000), (embedding.size, embedding.Count));
        Assert.Equal(Enumerable.Range(0, 5000).SelectMany(i => new[] { i, -i, 0.5f }), embedding.Item1);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (double?)i / 4), ((Values.OptionalDoubles)table["value"]).Item);
    }

    private void ReadsBack((string Name, Values Values)[] columns)
    {
        Write(columns);
        var table = ParquetTable.read(Path).GetAwaiter().GetResult();
        Assert.Equal(columns.Select(column => column.Name).Order(StringComparer.Ordinal), table.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, values) in columns)
        {
            Assert.Equal((values.Tag, SizeOf(values)), (table[name].Tag, SizeOf(table[name])));
            Assert.Equal(Bits(values), Bits(table[name]));
        }
    }

    private static int SizeOf(Values values) => values is Values.Vectors { Count: > 0, size: var size } ? size : 0;

    /// <summary>The values, so that a NaN differs from another NaN and 0 from −0.</summary>
    private static Array Bits(Values values) => values switch
    {
        Values.Texts { Item: var v } => v,
        Values.Ints { Item: var v } => v,
        Values.OptionalInts { Item: var v } => v,
        Values.Longs { Item: var v } => v,
        Values.Doubles { Item: var v } => Array.ConvertAll(v, BitConverter.DoubleToInt64Bits),
        Values.OptionalDoubles { Item: var v } => Array.ConvertAll(v, d => d is { } value ? BitConverter.DoubleToInt64Bits(value) : (long?)null),
        Values.Vectors { Item1: var v } => Array.ConvertAll(v, BitConverter.SingleToInt32Bits),
        _ => throw new ArgumentOutOfRangeException(nameof(values), values, "A kind of column that this test does not know."),
    };

    private void Write(params (string Name, Values Values)[] columns) =>
        ParquetTable.write(Path, FSharpList<Tuple<string, string>>.Empty, ListModule.OfSeq(columns.Select(c => Tuple.Create(c.Name, c.Values)))).GetAwaiter().GetResult();

    /// <summary>A list of numbers, which may be null as the list may; a row group for each pair of levels.</summary>
    private async Task WriteLists(params (int[] Definitions, int[] Repetitions)[] groups)
    {
        var schema = new ParquetSchema(new ListField("embedding", new DataField<float?>("element")));
        await using var file = File.Create(Path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file);
        foreach (var (definitions, repetitions) in groups)
        {
            using var group = writer.CreateRowGroup();
            var values = Enumerable.Range(0, definitions.Count(level => level == 3)).Select(i => (float)i).ToArray();
            await group.WriteAllPartsAsync<float>(schema.GetDataFields()[0], values, definitions, repetitions, default);
            group.CompleteValidate();
        }
    }
}

using System.Text.Json;
using MetricPlugins.Tests.Node;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetDuckDbInteropTests
{
    [NodeTheory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task DuckDbReadsWhatIsWritten(CompressionMethod compression)
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, compression);

        var rows = DuckDb.Query($"SELECT * FROM {file.Sql}");

        Assert.Equal(SampleRows.Json, rows.EnumerateArray().Select(row => row.GetRawText()));
    }

    [NodeFact]
    public async Task DuckDbSeesTheTypes()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Snappy);

        var types = DuckDb.Query($"DESCRIBE SELECT * FROM {file.Sql}")
            .EnumerateArray().Select(row => row.GetProperty("column_type").GetString());

        Assert.Equal(["VARCHAR", "VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "FLOAT", "BOOLEAN", "BLOB", "FLOAT[]"], types);
    }

    [NodeFact]
    public async Task DuckDbSeesTheStatistics()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Snappy);

        var rows = DuckDb.Query($"""
            SELECT path_in_schema AS path, stats_min_value AS min, stats_max_value AS max, stats_null_count AS nulls
            FROM parquet_metadata({file.Sql}) WHERE row_group_id = 0
            """).EnumerateArray().ToDictionary(row => row.GetProperty("path").GetString()!);

        Assert.Equal(("contrastive", "żółć 😀", 0), Statistics(rows["loss"]));
        Assert.Equal(("", "日本語", 1), Statistics(rows["note"]));
        Assert.Equal(("-1", "2", 0), Statistics(rows["step"]));

        // DuckDB shows no bound that is infinite, not even its own.
        Assert.Equal(("1.5", null, 1), Statistics(rows["value"]));
        Assert.Equal((null, "0.5", 0), Statistics(rows["ratio"]));
        Assert.Equal(("1.0", "3.0", 2), Statistics(rows["embedding, list, element"]));
    }

    [NodeFact]
    public async Task FiltersFindRowsThroughTheStatistics()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Snappy);

        Assert.Equal(1, Count($"step = -1 AND loss = 'contrastive'"));
        Assert.Equal(2, Count($"loss = 'żółć 😀'"));
        Assert.Equal(2, Count($"isnan(value)"));
        Assert.Equal(2, Count($"value = 'inf'"));
        Assert.Equal(0, Count($"step > 100"));

        int Count(string where) =>
            DuckDb.Query($"SELECT count(*) AS n FROM {file.Sql} WHERE {where}")[0].GetProperty("n").GetInt32();
    }

    [NodeFact]
    public async Task DuckDbReadsEveryRowOfALongFile()
    {
        const int Rows = 10_000;
        var numbers = Enumerable.Range(0, Rows).ToArray();
        var schema = new ParquetSchema(
            new DataField<int>("n"), new DataField<string>("same"), new DataField<string>("mixed"), new DataField<double?>("value"),
            new ListField("list", typeof(float)));
        var fields = schema.GetDataFields();
        using var file = new TemporaryFile();
        using (var stream = await ParquetFile.WriteAsync(schema, async rowGroup =>
        {
            await rowGroup.WriteAsync(fields[0], new ReadOnlyMemory<int>(numbers));
            await rowGroup.WriteAsync(fields[1], [.. numbers.Select(_ => "same")]);
            await rowGroup.WriteAsync(fields[2], [.. numbers.Select(n => $"loss-{n * 7 % 300}")]);
            await rowGroup.WriteAsync(fields[3], new ReadOnlyMemory<double?>([.. numbers.Select(n => n % 5 == 0 ? null : (double?)n / 2)]));
            await rowGroup.WriteAllPartsAsync<float>(
                fields[4],
                numbers.SelectMany(n => new float[] { n, n + 1, n + 2 }).ToArray(),
                Enumerable.Repeat(2, 3 * Rows).ToArray(),
                Enumerable.Range(0, 3 * Rows).Select(i => i % 3 == 0 ? 0 : 1).ToArray(),
                default);
        }))
            await File.WriteAllBytesAsync(file.Path, stream.ToArray());

        var row = DuckDb.Query($"""
            SELECT count(*) AS rows, count(DISTINCT n) AS numbers, count(DISTINCT mixed) AS mixed,
                   count_if(same = 'same' AND mixed = 'loss-' || (n * 7 % 300) AND list = [n, n + 1, n + 2]
                            AND value IS NOT DISTINCT FROM CASE WHEN n % 5 = 0 THEN NULL ELSE n / 2 END) AS right
            FROM {file.Sql}
            """)[0];

        Assert.Equal("""{"rows":10000,"numbers":10000,"mixed":300,"right":10000}""", row.GetRawText());
    }

    [NodeFact]
    public async Task DuckDbReadsTheCustomMetadata()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Snappy);

        var rows = DuckDb.Query($"SELECT decode(value) AS value FROM parquet_kv_metadata({file.Sql}) WHERE decode(key) = 'dimension'");

        Assert.Equal("2", rows[0].GetProperty("value").GetString());
    }

    [NodeTheory]
    [InlineData("uncompressed")]
    [InlineData("snappy")]
    [InlineData("gzip")]
    [InlineData("brotli")]
    [InlineData("zstd")]
    [InlineData("lz4_raw")]
    public async Task AFileOfDuckDbIsRead(string compression)
    {
        using var file = new TemporaryFile();
        DuckDb.Query($"""
            COPY (
                SELECT i::INTEGER AS i, (i * 3000000000)::BIGINT AS big, CASE WHEN i % 3 = 0 THEN NULL ELSE i / 7 END AS d,
                       'loss ' || (i % 4) AS text,
                       CASE WHEN i % 2 = 0 THEN [i::FLOAT, 'NaN'::FLOAT] WHEN i % 5 = 0 THEN NULL ELSE [] END AS list,
                       i % 2 = 0 AS flag
                FROM range(5000) t(i) ORDER BY i)
            TO {file.Sql} (FORMAT parquet, COMPRESSION {compression}, ROW_GROUP_SIZE 2048)
            """);

        await using var reader = await ParquetReader.CreateAsync(file.Path);
        var fields = reader.Schema.GetDataFields();
        var next = 0;
        foreach (var rowGroup in reader.RowGroups)
        {
            var rows = (int)rowGroup.RowCount;
            var (i, big, d, text, flag) = (new int?[rows], new long?[rows], new double?[rows], new string?[rows], new bool?[rows]);
            await rowGroup.ReadAsync(fields[0], i.AsMemory());
            await rowGroup.ReadAsync(fields[1], big.AsMemory());
            await rowGroup.ReadAsync(fields[2], d.AsMemory());
            await rowGroup.ReadAsync(fields[3], text.AsMemory());
            await rowGroup.ReadAsync(fields[5], flag.AsMemory());
            using var list = (RawColumnData<float>)await rowGroup.ReadRawColumnDataBaseAsync(fields[4]);

            var numbers = Enumerable.Range(next, rows).ToArray();
            Assert.Equal(numbers.Select(n => (int?)n), i);
            Assert.Equal(numbers.Select(n => (long?)(n * 3000000000L)), big);
            Assert.Equal(numbers.Select(n => n % 3 == 0 ? (double?)null : n / 7.0), d);
            Assert.Equal(numbers.Select(n => $"loss {n % 4}"), text);
            Assert.Equal(numbers.Select(n => (bool?)(n % 2 == 0)), flag);
            Assert.Equal(numbers.SelectMany(n => n % 2 == 0 ? new[] { 0, 1 } : [0]), list.RepetitionLevels.ToArray());
            Assert.Equal(
                numbers.SelectMany(n => n % 2 == 0 ? new[] { 3, 3 } : [n % 5 == 0 ? 0 : 1]), list.DefinitionLevels.ToArray());
            var evens = numbers.Where(n => n % 2 == 0).ToArray();
            Assert.Equal(evens.SelectMany(n => new[] { n, float.NaN }), list.Values[..(2 * evens.Length)].ToArray());
            next += rows;
        }

        Assert.Equal(5000, next);
        Assert.True(reader.RowGroupCount > 1);
    }

    private static (string? Min, string? Max, int Nulls) Statistics(JsonElement row) =>
        (row.GetProperty("min").GetString(), row.GetProperty("max").GetString(), row.GetProperty("nulls").GetInt32());
}

using MetricPlugins.Tests.Node;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Files that DuckDB writes hold what DuckDB says it put there.</summary>
public class ParquetDuckDbFileTests
{
    private static readonly string[] Codecs = ["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4_raw"];

    [NodeTheory]
    [InlineData("v1", "DICTIONARY_SIZE_LIMIT 100000,", "PLAIN PLAIN_DICTIONARY RLE_DICTIONARY")]
    [InlineData("v2", "", "BYTE_STREAM_SPLIT DELTA_BINARY_PACKED DELTA_LENGTH_BYTE_ARRAY PLAIN RLE_DICTIONARY")]
    [InlineData("v2", "DICTIONARY_SIZE_LIMIT 1,", "BYTE_STREAM_SPLIT DELTA_BINARY_PACKED DELTA_LENGTH_BYTE_ARRAY PLAIN RLE_DICTIONARY")]
    public async Task EveryTypeIsReadFromEveryCodec(string version, string options, string encodings)
    {
        using var file = new TemporaryFile();
        var paths = Codecs.Select(codec => Path.Combine(file.Folder, codec)).ToArray();
        var copies = Codecs.Zip(paths, (codec, path) =>
            $"COPY t TO '{path}' (FORMAT parquet, {options} PARQUET_VERSION {version}, COMPRESSION {codec}, ROW_GROUP_SIZE 2048);");

        var columns = DuckDb.Columns($"{DuckDbTable.Sql} {string.Join('\n', copies)} {DuckDbTable.Columns}");

        Assert.Equal(encodings, EncodingsOf(paths[0]));
        await Assert.AllAsync(paths, async path => Printed.Equal(await ParquetRows.ReadAsync(path), columns));
    }

    [NodeFact]
    public async Task TensOfMillionsOfEqualRowsInAFewBytesAreHonest()
    {
        const int Rows = 30_000_000;
        using var file = new TemporaryFile();
        DuckDb.Query($"COPY (SELECT 'one text' AS text FROM range({Rows})) TO {file.Sql} (FORMAT parquet, PARQUET_VERSION v2)");

        await using var reader = await ParquetReader.CreateAsync(file.Path);
        var last = reader.RowGroups[^1];
        var texts = new string?[last.RowCount];
        await last.ReadAsync(reader.Schema.GetDataFields()[0], texts.AsMemory());

        Assert.Equal(Rows, reader.RowGroups.Sum(rowGroup => rowGroup.RowCount));
        Assert.Equal("one text", Assert.Single(texts.Distinct()));
    }

    [NodeFact]
    public async Task ADecimalThatDotNetsCannotHoldIsRefused()
    {
        using var file = new TemporaryFile();
        DuckDb.Query($"COPY (SELECT repeat('9', 38)::DECIMAL(38, 0) AS d) TO {file.Sql} (FORMAT parquet)");

        var error = await Assert.ThrowsAsync<ParquetException>(() => ParquetRows.ReadAsync(file.Path));

        Assert.Contains("column 'd'", error.Message, StringComparison.Ordinal);
        Assert.Contains("does not fit", error.Message, StringComparison.Ordinal);
    }

    private static string EncodingsOf(string path) =>
        DuckDb.Query($"""
            SELECT string_agg(encoding, ' ' ORDER BY encoding) AS encodings
            FROM (SELECT DISTINCT unnest(string_split(encodings, ', ')) AS encoding FROM parquet_metadata('{path}'))
            WHERE encoding <> ''
            """)[0].GetProperty("encodings").GetString()!;
}

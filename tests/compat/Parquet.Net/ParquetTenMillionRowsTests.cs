using MetricPlugins.Tests.Node;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Ten million rows, all of whose values follow from the row's number, are right in every value to readers that are not ours.</summary>
public class ParquetTenMillionRowsTests
{
    private const int Rows = 10_000_000;
    private const int RowGroup = 122_880;

    private static readonly string[] Texts = [.. Enumerable.Range(0, 300).Select(n => $"loss-{n} żółć")];

    [NodeTheory]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    public async Task OtherReadersFindEveryValue(CompressionMethod compression)
    {
        using var file = new TemporaryFile();
        await WriteAsync(file.Path, compression);

        var counts = DuckDb.Query($"""
            SELECT count(*) AS rows, count_if(
                id = i AND n = ((i * 48271 + 2147483648) % 4294967296 - 2147483648)
                AND d = CASE i % 1000 WHEN 0 THEN 'NaN' WHEN 1 THEN 'inf' WHEN 2 THEN '-inf' WHEN 3 THEN -0.0 ELSE (i - 5000000)::DOUBLE / 7 END
                AND signbit(d) = (i % 1000 IN (0, 2, 3) OR i % 1000 > 3 AND i < 5000000)
                AND o IS NOT DISTINCT FROM CASE WHEN i % 5 = 0 THEN NULL WHEN i % 7 = 0 THEN 'NaN' ELSE i * 0.1::DOUBLE END
                AND s = 'loss-' || (i * 7 % 300) || ' żółć'
                AND CASE WHEN i % 11 = 0 THEN l IS NULL ELSE l = list_slice([i % 1000, i % 1000 + 0.5, i % 1000 + 1]::FLOAT[], 1, i % 4) END) AS right
            FROM (SELECT *, file_row_number AS i FROM read_parquet({file.Sql}, file_row_number = true))
            """);
        var right = NodeProcess.Run("ten-million.mjs", arguments: file.Path);

        Assert.Equal($$"""{"rows":{{Rows}},"right":{{Rows}}}""", counts[0].GetRawText());
        Assert.Equal(Rows, right.GetInt32());
    }

    private static async Task WriteAsync(string path, CompressionMethod compression)
    {
        var schema = new ParquetSchema(
            new DataField<long>("id"), new DataField<int>("n"), new DataField<double>("d"), new DataField<double?>("o"),
            new DataField<string>("s", nullable: false), new ListField("l", typeof(float)));
        var fields = schema.GetDataFields();
        var options = new ParquetOptions { CompressionMethod = compression };
        options.ColumnEncodingHints["s"] = EncodingHint.Dictionary;

        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file, options);
        for (var start = 0; start < Rows; start += RowGroup)
        {
            long[] rows = [.. Enumerable.Range(start, Math.Min(RowGroup, Rows - start))];
            using var rowGroup = writer.CreateRowGroup();
            await rowGroup.WriteAsync<long>(fields[0], rows);
            await rowGroup.WriteAsync<int>(fields[1], Array.ConvertAll(rows, i => unchecked((int)(i * 48271))));
            await rowGroup.WriteAsync<double>(fields[2], Array.ConvertAll(rows, Double));
            await rowGroup.WriteAsync<double>(fields[3], Array.ConvertAll(rows, Optional));
            await rowGroup.WriteAsync(fields[4], Array.ConvertAll(rows, i => Texts[i * 7 % Texts.Length]));
            await WriteListsAsync(rowGroup, fields[5], rows);
            rowGroup.CompleteValidate();
        }
    }

    // .NET's NaN has the sign bit.
    private static double Double(long i) => (i % 1000) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => -0.0,
        _ => (i - 5_000_000) / 7.0,
    };

    private static double? Optional(long i) => i % 5 == 0 ? null : i % 7 == 0 ? double.NaN : i * 0.1;

    private static Task WriteListsAsync(ParquetRowGroupWriter rowGroup, DataField field, long[] rows)
    {
        var (values, definitions, repetitions) = (new List<float>(), new List<int>(), new List<int>());
        foreach (var i in rows)
        {
            var count = i % 11 == 0 ? 0 : (int)(i % 4);
            if (count == 0)
            {
                definitions.Add(i % 11 == 0 ? 0 : 1);
                repetitions.Add(0);
            }

            for (var k = 0; k < count; k++)
            {
                values.Add(i % 1000 + k / 2f);
                definitions.Add(2);
                repetitions.Add(k == 0 ? 0 : 1);
            }
        }

        return rowGroup.WriteAllPartsAsync<float>(field, values.ToArray(), definitions.ToArray(), repetitions.ToArray(), default);
    }
}

using System.Text.Json;
using MetricPlugins.Tests.Node;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetHyparquetInteropTests
{
    [NodeTheory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task HyparquetReadsWhatIsWritten(CompressionMethod compression)
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, compression);

        var rows = NodeProcess.Run("read.mjs", arguments: file.Path);

        Assert.Equal(SampleRows.Json, rows.EnumerateArray().Select(row => row.GetRawText()));
    }

    [NodeFact]
    public async Task RepeatedStringsAreDictionaryEncoded()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Snappy);

        var metadata = NodeProcess.Run("read.mjs", arguments: [file.Path, "--metadata"]);

        var column = metadata.GetProperty("row_groups")[0].GetProperty("columns")[0].GetProperty("meta_data");
        Assert.Contains("RLE_DICTIONARY", column.GetProperty("encodings").EnumerateArray().Select(encoding => encoding.GetString()));
        Assert.Equal("SNAPPY", column.GetProperty("codec").GetString());
    }

    [NodeFact]
    public async Task StatisticsLeaveNaNOutAndKeepInfinities()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Snappy);

        var metadata = NodeProcess.Run("read.mjs", arguments: [file.Path, "--metadata"]);

        var columns = metadata.GetProperty("row_groups")[0].GetProperty("columns").EnumerateArray()
            .Select(column => column.GetProperty("meta_data").GetProperty("statistics")).ToArray();
        Assert.Equal(1.5, columns[4].GetProperty("min_value").GetDouble());
        Assert.Equal("Infinity", columns[4].GetProperty("max_value").GetString());
        Assert.Equal("-Infinity", columns[5].GetProperty("min_value").GetString());
        Assert.Equal(0.5, columns[5].GetProperty("max_value").GetDouble());
    }

    [NodeTheory]
    [InlineData("SNAPPY")]
    [InlineData("GZIP")]
    public async Task PagesOfVersion2AreRead(string codec)
    {
        var numbers = Enumerable.Range(0, 900).ToArray();
        var doubles = numbers.Select(n => n % 4 == 0 ? null : (double?)n / 3).ToArray();
        var strings = numbers.Select(n => n % 7 == 0 ? null : $"loss {n % 5}").ToArray();
        using var file = new TemporaryFile();
        var columns = new object[]
        {
            new { name = "d", type = "DOUBLE", codec, data = doubles },
            new { name = "s", type = "STRING", codec, data = strings },
        };
        NodeProcess.Run("write.mjs", JsonSerializer.Serialize(columns), file.Path);

        await using var reader = await ParquetReader.CreateAsync(file.Path);
        var fields = reader.Schema.GetDataFields();
        var (readDoubles, readStrings) = (new double?[900], new string?[900]);
        await reader.RowGroups[0].ReadAsync(fields[0], readDoubles.AsMemory());
        await reader.RowGroups[0].ReadAsync(fields[1], readStrings.AsMemory());

        Assert.Equal(1, reader.RowGroupCount);
        Assert.Equal(doubles, readDoubles);
        Assert.Equal(strings, readStrings);
    }
}

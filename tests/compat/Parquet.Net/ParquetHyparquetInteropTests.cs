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
}

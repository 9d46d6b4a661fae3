using System.Buffers.Binary;
using MetricPlugins.Tests.Node;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Who reads one column pays for one column.</summary>
public class ParquetProjectionTests
{
    private const int TailLength = 8;

    [Fact]
    public async Task EveryByteIsTheFootersOrOneColumns()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Snappy);
        var bytes = await File.ReadAllBytesAsync(file.Path);

        var read = await ReadOneByOneAsync(bytes);

        Assert.Equal(Enumerable.Range(0, bytes.Length), read.Order());
    }

    [NodeFact]
    public async Task NoByteOfDuckDbsFilesIsTwoColumns()
    {
        using var file = new TemporaryFile();
        DuckDb.Query($"{DuckDbTable.Sql} COPY t TO {file.Sql} (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        var bytes = await File.ReadAllBytesAsync(file.Path);

        var read = await ReadOneByOneAsync(bytes);

        Assert.Equal(read.Count, read.Distinct().Count());
    }

    /// <summary>The bytes that were read: opening the file reads its footer, a column as many bytes as its metadata says.</summary>
    private static async Task<List<int>> ReadOneByOneAsync(byte[] bytes)
    {
        using var stream = new WatchedStream(bytes);
        await using var reader = await ParquetReader.CreateAsync(stream);
        var footer = bytes.Length - TailLength - BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(^TailLength..));
        List<int> all = [.. stream.TakeRead().Distinct()];
        Assert.All(all, position => Assert.True(position < 4 || position >= footer, $"byte {position} is none of the footer's"));

        foreach (var rowGroup in reader.RowGroups)
            foreach (var field in reader.Schema.GetDataFields())
            {
                using var column = await rowGroup.ReadRawColumnDataBaseAsync(field);
                var read = stream.TakeRead();
                Assert.Equal(rowGroup.GetMetadata(field)!.MetaData!.TotalCompressedSize, read.Length);
                all.AddRange(read);
            }

        return all;
    }
}

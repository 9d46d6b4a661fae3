using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetMetadataTests
{
    [Fact]
    public async Task CustomMetadataIsReadBack()
    {
        var field = new DataField<int>("x");
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), stream))
        {
            writer.CustomMetadata = new Dictionary<string, string> { ["dimension"] = "128", ["wörter"] = "żółć" };
            using var rowGroup = writer.CreateRowGroup();
            await rowGroup.WriteAsync(field, new ReadOnlyMemory<int>([1]));
        }

        await using var reader = await ParquetReader.CreateAsync(stream);

        Assert.Equal("128", reader.CustomMetadata["dimension"]);
        Assert.Equal("żółć", reader.CustomMetadata["wörter"]);
    }

    [Fact]
    public async Task TheSchemaIsReadBack()
    {
        var schema = new ParquetSchema(
            new DataField<string>("loss", nullable: false),
            new DataField<string>("note"),
            new DataField<double?>("value"),
            new DataField("count", typeof(long), isNullable: true),
            new DataField<int>("step"),
            new ListField("embedding", typeof(float)));
        using var stream = await ParquetFile.WriteAsync(schema, _ => Task.CompletedTask, rowGroups: 0);

        await using var reader = await ParquetReader.CreateAsync(stream);

        Assert.Equal(schema, reader.Schema);
        Assert.Equal([false, true, true, true, false, false], reader.Schema.GetDataFields().Select(field => field.IsNullable));
        Assert.Equal(typeof(long), reader.Schema.FindDataField("count").ClrType);
        Assert.Equal(0, reader.RowGroupCount);
    }

    [Fact]
    public async Task RowGroupsAreReadOneByOne()
    {
        var field = new DataField<int>("x");
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), stream))
        {
            foreach (var values in new[] { new[] { 1, 2 }, [3], [4, 5, 6] })
            {
                using var rowGroup = writer.CreateRowGroup();
                await rowGroup.WriteAsync(field, new ReadOnlyMemory<int>(values));
            }
        }

        await using var reader = await ParquetReader.CreateAsync(stream);
        var last = new int[3];
        await reader.OpenRowGroupReader(2).ReadAsync(reader.Schema.GetDataFields()[0], last.AsMemory());

        Assert.Equal(3, reader.RowGroupCount);
        Assert.Equal([2L, 1, 3], reader.RowGroups.Select(rowGroup => rowGroup.RowCount));
        Assert.Equal([4, 5, 6], last);
    }

    [Fact]
    public async Task StatisticsCountNullsAndBoundValues()
    {
        var integers = await StatisticsOf<int>([3, null, -7, 5]);
        var strings = await StatisticsOfStrings(["b", null, "a", "c"]);

        Assert.Equal((1L, -7, 5), (integers.NullCount, integers.MinValue, integers.MaxValue));
        Assert.Equal((1L, "a", "c"), (strings.NullCount, strings.MinValue, strings.MaxValue));
    }

    [Fact]
    public async Task ColumnsAreFoundByTheirPath()
    {
        var field = new DataField<int>("x");
        var other = new DataField<int>("y");
        using var stream = await ParquetFile.WriteAsync(
            new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, new ReadOnlyMemory<int>([1])));

        var (x, y, count) = await ParquetFile.ReadAsync(stream, (rowGroup, _) => Task.FromResult(
            (rowGroup.ColumnExists(field), rowGroup.ColumnExists(other), rowGroup.GetMetadata(field)!.MetaData!.NumValues)));

        Assert.True(x);
        Assert.False(y);
        Assert.Equal(1, count);
    }

    private static async Task<DataColumnStatistics> StatisticsOf<T>(T?[] values)
        where T : struct
    {
        var field = new DataField<T?>("x");
        using var stream = await ParquetFile.WriteAsync(
            new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, new ReadOnlyMemory<T?>(values)));
        return await ParquetFile.ReadAsync(stream, (rowGroup, fields) => Task.FromResult(rowGroup.GetStatistics(fields[0])!));
    }

    private static async Task<DataColumnStatistics> StatisticsOfStrings(string?[] values)
    {
        var field = new DataField<string>("x");
        using var stream = await ParquetFile.WriteAsync(new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, values));
        return await ParquetFile.ReadAsync(stream, (rowGroup, fields) => Task.FromResult(rowGroup.GetStatistics(fields[0])!));
    }
}

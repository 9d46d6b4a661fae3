using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetErrorTests
{
    private static readonly ReadOnlyMemory<int> Integers = new([1, 2, 3]);

    [Fact]
    public async Task ColumnsOutOfTheSchemasOrderAreRefused()
    {
        var (first, second) = (new DataField<int>("first"), new DataField<int>("second"));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(first, second), new MemoryStream());
        using var rowGroup = writer.CreateRowGroup();

        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => rowGroup.WriteAsync(second, Integers));

        Assert.Contains("first", error.Message, StringComparison.Ordinal);
        Assert.Contains("second", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingColumnIsNamed()
    {
        var (first, second) = (new DataField<int>("first"), new DataField<int>("second"));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(first, second), new MemoryStream());
        using var rowGroup = writer.CreateRowGroup();
        await rowGroup.WriteAsync(first, Integers);

        var error = Assert.Throws<InvalidOperationException>(rowGroup.CompleteValidate);

        Assert.Contains("second", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneColumnTooManyIsRefused()
    {
        var field = new DataField<int>("x");
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), new MemoryStream());
        using var rowGroup = writer.CreateRowGroup();
        await rowGroup.WriteAsync(field, Integers);

        await Assert.ThrowsAsync<InvalidOperationException>(() => rowGroup.WriteAsync(field, Integers));
    }

    [Fact]
    public async Task ColumnsOfDifferentLengthsAreRefused()
    {
        var (first, second) = (new DataField<int>("first"), new DataField<int>("second"));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(first, second), new MemoryStream());
        using var rowGroup = writer.CreateRowGroup();
        await rowGroup.WriteAsync(first, Integers);

        await Assert.ThrowsAsync<InvalidOperationException>(() => rowGroup.WriteAsync(second, Integers[..2]));
    }

    [Fact]
    public async Task ValuesOfAnotherTypeAreRefused()
    {
        var field = new DataField<double>("x");
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), new MemoryStream());
        using var rowGroup = writer.CreateRowGroup();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => rowGroup.WriteAsync(field, Integers));
    }

    [Fact]
    public async Task AFieldOfNoSchemaIsRefused()
    {
        var field = new DataField<int>("x");
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), new MemoryStream());
        using var rowGroup = writer.CreateRowGroup();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => rowGroup.WriteAsync(new DataField<int>("x"), Integers));
    }

    [Fact]
    public async Task AListWithoutItsLevelsIsRefused()
    {
        var schema = new ParquetSchema(new ListField("x", typeof(int)));
        await using var writer = await ParquetWriter.CreateAsync(schema, new MemoryStream());
        using var rowGroup = writer.CreateRowGroup();

        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => rowGroup.WriteAllPartsAsync(schema.GetDataFields()[0], Integers, new[] { 2, 2, 2 }, null, default));
    }

    [Fact]
    public void ATypeParquetLacksIsRefused() =>
        Assert.Throws<NotSupportedException>(() => new DataField("x", typeof(Version)));

    [Fact]
    public void ASchemaWithoutFieldsIsRefused() =>
        Assert.Throws<ArgumentException>(() => new ParquetSchema());

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("This is a text file, and no Parquet.")]
    public async Task AnotherFileIsRefused(string content)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));

        await Assert.ThrowsAnyAsync<IOException>(() => ParquetReader.CreateAsync(stream));
    }

    [Fact]
    public async Task AFileCutShortIsRefusedWhereverItIsCut()
    {
        var field = new DataField<string>("x");
        using var whole = await ParquetFile.WriteAsync(new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, ["a", null, "b"]));

        for (var length = 0; length < whole.Length; length++)
        {
            using var cut = new MemoryStream(whole.ToArray()[..length]);
            await Assert.ThrowsAnyAsync<IOException>(() => ParquetReader.CreateAsync(cut));
        }
    }

    [Fact]
    public async Task AColumnTheFileLacksIsNamed()
    {
        var field = new DataField<int>("x");
        using var stream = await ParquetFile.WriteAsync(new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, Integers));
        var other = new ParquetSchema(new DataField<int>("y")).GetDataFields()[0];

        var error = await Assert.ThrowsAsync<ParquetException>(() => ParquetFile.ReadAsync(stream, async (rowGroup, _) =>
        {
            await rowGroup.ReadAsync(other, new int[3].AsMemory());
            return 0;
        }));

        Assert.Contains("y", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemoryTooSmallForAColumnIsRefused()
    {
        var field = new DataField<int>("x");
        using var stream = await ParquetFile.WriteAsync(new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, Integers));

        await Assert.ThrowsAnyAsync<ArgumentException>(() => ParquetFile.ReadAsync(stream, async (rowGroup, fields) =>
        {
            await rowGroup.ReadAsync(fields[0], new int[2].AsMemory());
            return 0;
        }));
    }
}

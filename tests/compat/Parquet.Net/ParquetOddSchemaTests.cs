using MetricPlugins.Tests.ParquetNet.Hostile;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Valid schemas that few writers make: what the format's rules say of them.</summary>
public class ParquetOddSchemaTests
{
    private const int List = 3;
    private const int DecimalLogicalType = 5;
    private const int Int8 = 15;

    [Theory]
    [InlineData("array", 0, 1, 2)]
    [InlineData("list_tuple", 0, 1, 2)]
    [InlineData("item", 0, 1, 2)]
    [InlineData("item", 1, 1, 3)]
    [InlineData("item", 2, 2, 3)]
    public async Task TheRepeatedGroupOfAListIsItsItemWhereOnlyThatMakesSense(string name, int repetition, int repetitions, int definitions)
    {
        var forged = new ForgedFile
        {
            RootChildren = 1,
            RowGroups = 0,
            Schema =
            [
                ForgedFile.Element("list", null, repetition: 1, children: 1).Int32(6, List),
                ForgedFile.Element(name, null, repetition: 2, children: 1),
                ForgedFile.Element("value", ForgedFile.Int32, repetition),
            ],
        };

        var field = Assert.Single((await OpenAsync(forged)).Schema.GetDataFields());

        Assert.Equal($"list.{name}.value", field.Path.ToString());
        Assert.Equal((repetitions, definitions), (field.MaxRepetitionLevel, field.MaxDefinitionLevel));
    }

    [Fact]
    public async Task AScaleThatOnlyTheLogicalTypeTellsCounts()
    {
        var scale = new Thrift().Int32(1, 2).Int32(2, 9);
        var forged = new ForgedFile
        {
            Schema = [ForgedFile.Element("x", ForgedFile.Int32).Struct(10, new Thrift().Struct(DecimalLogicalType, scale))],
            Pages = ForgedPage.Data(1, ForgedPage.Plain, BitConverter.GetBytes(12345)),
        };

        Assert.Equal(123.45m, await FirstAsync<decimal>(forged));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(-128)]
    public async Task AByteIsReadFromItsFourBytes(int value) => Assert.Equal((sbyte)value, await FirstAsync<sbyte>(ByteOf(value)));

    [Theory]
    [InlineData(128)]
    [InlineData(-129)]
    public async Task ANumberThatIsNoByteIsRefused(int value)
    {
        var error = await Assert.ThrowsAsync<ParquetException>(() => FirstAsync<sbyte>(ByteOf(value)));

        Assert.Contains($"{value} is no value", error.Message, StringComparison.Ordinal);
    }

    private static ForgedFile ByteOf(int value) => new()
    {
        ConvertedType = Int8,
        Pages = ForgedPage.Data(1, ForgedPage.Plain, BitConverter.GetBytes(value)),
    };

    private static Task<ParquetReader> OpenAsync(ForgedFile forged) => ParquetReader.CreateAsync(new MemoryStream(forged.Bytes));

    private static async Task<T> FirstAsync<T>(ForgedFile forged)
        where T : struct
    {
        await using var reader = await OpenAsync(forged);
        var values = new T[1];
        await reader.RowGroups[0].ReadAsync(reader.Schema.GetDataFields()[0], values.AsMemory());
        return values[0];
    }
}

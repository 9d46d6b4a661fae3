using Parquet.Data;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetListTests
{
    [Fact]
    public void TheLeafOfAListIsFoundBelowItsContainer()
    {
        var schema = new ParquetSchema(new DataField<int>("index"), new ListField("embedding", typeof(float)));

        var leaf = schema.GetDataFields()[1];

        Assert.Equal("embedding.list.element", leaf.Path.ToString());
        Assert.Equal(typeof(float), leaf.ClrType);
        Assert.False(leaf.IsNullable);
        Assert.Equal(1, leaf.MaxRepetitionLevel);
        Assert.Equal(2, leaf.MaxDefinitionLevel);
    }

    [Fact]
    public async Task EmptyAndNullListsAreToldApart()
    {
        // Rows: [1, 2], null, [], [NaN].
        float[] values = [1, 2, float.NaN];
        int[] definitions = [2, 2, 0, 1, 2];
        int[] repetitions = [0, 1, 0, 0, 0];

        var (rows, readValues, readDefinitions, readRepetitions) = await RoundTripAsync(values, definitions, repetitions);

        Assert.Equal(4, rows);
        Assert.Equal(values, readValues.Take(values.Length));
        Assert.Equal(definitions, readDefinitions);
        Assert.Equal(repetitions, readRepetitions);
    }

    [Fact]
    public async Task ListsOfOneLengthSurvive()
    {
        const int Rows = 300, Dimension = 33;
        var values = Enumerable.Range(0, Rows * Dimension).Select(i => MathF.Sin(i)).ToArray();
        var definitions = Enumerable.Repeat(2, values.Length).ToArray();
        var repetitions = Enumerable.Range(0, values.Length).Select(i => i % Dimension == 0 ? 0 : 1).ToArray();

        var (rows, readValues, readDefinitions, readRepetitions) = await RoundTripAsync(values, definitions, repetitions);

        Assert.Equal(Rows, rows);
        Assert.Equal(values, readValues);
        Assert.Equal(definitions, readDefinitions);
        Assert.Equal(repetitions, readRepetitions);
    }

    [Fact]
    public async Task AListIsReadIntoTheCallersOwnMemory()
    {
        var field = Leaf(out var schema);
        using var stream = await ParquetFile.WriteAsync(
            schema,
            rowGroup => rowGroup.WriteAllPartsAsync<float>(field, new float[] { 1, 2, 3 }, new[] { 2, 2, 2 }, new[] { 0, 1, 0 }, default));

        var (values, repetitions) = await ParquetFile.ReadAsync(stream, async (rowGroup, fields) =>
        {
            var (values, definitions, repetitions) = (new float[3], new int[3], new int[3]);
            await rowGroup.ReadRawAsync<float>(fields[0], values, definitions, repetitions);
            return (values, repetitions);
        });

        Assert.Equal([1, 2, 3], values);
        Assert.Equal([0, 1, 0], repetitions);
    }

    private static DataField Leaf(out ParquetSchema schema)
    {
        schema = new ParquetSchema(new ListField("embedding", new DataField<float>("element")));
        return schema.GetDataFields()[0];
    }

    private static async Task<(long Rows, float[] Values, int[] Definitions, int[] Repetitions)> RoundTripAsync(
        float[] values, int[] definitions, int[] repetitions)
    {
        var field = Leaf(out var schema);
        using var stream = await ParquetFile.WriteAsync(
            schema, rowGroup => rowGroup.WriteAllPartsAsync<float>(field, values, definitions, repetitions, default));
        return await ParquetFile.ReadAsync(stream, async (rowGroup, fields) =>
        {
            using var column = (RawColumnData<float>)await rowGroup.ReadRawColumnDataBaseAsync(fields[0]);
            return (rowGroup.RowCount, column.Values.ToArray(), column.DefinitionLevels.ToArray(), column.RepetitionLevels.ToArray());
        });
    }
}

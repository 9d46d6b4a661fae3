using MetricPlugins.Tests.Node;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>What holds for every table: of any columns, of row groups with and without rows, in every codec.</summary>
public class ParquetTablePropertyTests
{
    [Fact]
    public void TablesAreReadAsTheyWereWritten() => RandomTable.ForAll(async (table, stream) =>
    {
        var columns = await ParquetRows.ReadAsync(stream);

        for (var i = 0; i < table.Columns.Length; i++)
            Assert.Equal(table.Cells(i).Select(RandomColumn.Text), columns[RandomTable.Name(i)].Select(RandomColumn.Text));
    });

    [Fact]
    public void StatisticsCountNulls() => RandomTable.ForAll(async (table, stream) =>
    {
        await using var reader = await ParquetReader.CreateAsync(stream);

        foreach (var (rowGroup, rows) in reader.RowGroups.Zip(table.RowGroups))
            foreach (var (field, column) in reader.Schema.GetDataFields().Zip(table.Columns))
                Assert.Equal(column.Draw(rows).Sum(NullsOf), rowGroup.GetStatistics(field)!.NullCount);
    });

    [NodeTheory]
    [InlineData(2000, 0, 40)]
    [InlineData(0)]
    [InlineData]
    public async Task OthersReadEveryType(params int[] rowGroups)
    {
        var table = RandomTable.OfEveryColumn(rowGroups);
        using var file = new TemporaryFile();
        using (var stream = await table.WriteAsync())
            await File.WriteAllBytesAsync(file.Path, stream.ToArray());

        var columns = Enumerable.Range(0, table.Columns.Length)
            .ToDictionary(RandomTable.Name, IReadOnlyList<object?> (i) => [.. table.Cells(i)]);
        Printed.Equal(columns, DuckDb.Columns($"SELECT * FROM {file.Sql}"));
        Printed.Equal(columns, NodeProcess.Run("read.mjs", arguments: [file.Path, "--columns"]));
        Printed.Equal(columns, NodeProcess.Run("read-arrow.mjs", arguments: file.Path));
    }

    // A list that is null or empty counts as one, too.
    private static long NullsOf(object? cell) => cell switch
    {
        null or object?[] { Length: 0 } => 1,
        object?[] list => list.Count(value => value is null),
        _ => 0,
    };
}

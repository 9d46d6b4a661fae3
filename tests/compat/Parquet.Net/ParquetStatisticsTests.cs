using System.Text;
using MetricPlugins.Tests.Node;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Statistics tell the truth of the values: in files of our own the least and the greatest of them, in DuckDB's no less.</summary>
public class ParquetStatisticsTests
{
    [Fact]
    public void OurOwnAreTheLeastAndTheGreatestValue() => RandomTable.ForAll(async (table, stream) =>
    {
        await using var reader = await ParquetReader.CreateAsync(stream);
        foreach (var (rowGroup, rows) in reader.RowGroups.Zip(table.RowGroups))
            foreach (var (field, column) in reader.Schema.GetDataFields().Zip(table.Columns))
            {
                // Int96 has no order.
                var values = column.Draw(rows).SelectMany(cell => cell as object?[] ?? [cell])
                    .OfType<object>().Where(value => IsNotNaN(value) && value is not DateTime).ToArray();
                var statistics = rowGroup.GetStatistics(field)!;

                Assert.Equal(values.Min(Comparer<object>.Create(Compare)), statistics.MinValue);
                Assert.Equal(values.Max(Comparer<object>.Create(Compare)), statistics.MaxValue);
            }
    });

    [Theory]
    [InlineData(10)]
    [InlineData(30_000)]
    [InlineData(59_990)]
    public async Task TheyAreThoseOfWhicheverPageHoldsThem(int place)
    {
        const int Rows = 60_000;
        int[] numbers = [.. Enumerable.Range(0, Rows)];
        (numbers[place], numbers[place + 1]) = (-1, Rows);
        var texts = Array.ConvertAll(numbers, number => $"{number + 1:D5}");
        var schema = new ParquetSchema(new DataField<int>("n"), new DataField<double?>("d"), new DataField<string>("s"));
        var fields = schema.GetDataFields();
        using var stream = await ParquetFile.WriteAsync(schema, async rowGroup =>
        {
            await rowGroup.WriteAsync<int>(fields[0], numbers);
            await rowGroup.WriteAsync<double>(fields[1], Array.ConvertAll(numbers, number => (double?)number));
            await rowGroup.WriteAsync(fields[2], texts);
        });

        var bounds = await ParquetFile.ReadAsync(stream, (rowGroup, read) => Task.FromResult(
            Array.ConvertAll(read, field => (rowGroup.GetStatistics(field)!.MinValue, rowGroup.GetStatistics(field)!.MaxValue))));

        Assert.Equal([(-1, Rows), (-1.0, (double)Rows), ("00000", "60001")], bounds);
    }

    [NodeTheory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task DuckDbsBoundTheValues(string version)
    {
        using var file = new TemporaryFile();
        DuckDb.Query($"{DuckDbTable.Sql} COPY t TO {file.Sql} (FORMAT parquet, PARQUET_VERSION {version})");
        var columns = await ParquetRows.ReadAsync(file.Path);

        await using var reader = await ParquetReader.CreateAsync(file.Path);
        var bounded = 0;
        foreach (var field in reader.Schema.GetDataFields().Where(field => field.MaxRepetitionLevel is 0 && field.Path.Length is 1))
        {
            var values = columns[field.Name];
            var statistics = reader.RowGroups.Single().GetStatistics(field);
            if (statistics?.NullCount is { } nulls)
                Assert.Equal(values.Count(value => value is null), nulls);
            if (statistics is not { MinValue: { } min, MaxValue: { } max })
                continue;

            bounded++;
            Assert.All(values.OfType<object>().Where(IsNotNaN), value =>
            {
                Assert.True(Compare(min, value) <= 0, $"{field}: {value} is less than {min}");
                Assert.True(Compare(max, value) >= 0, $"{field}: {value} is more than {max}");
            });
        }

        Assert.True(bounded > 30, $"{bounded} columns have bounds");
    }

    private static bool IsNotNaN(object value) => value is not (double.NaN or float.NaN);

    private static int Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        _ => Comparer<object>.Default.Compare(left, right),
    };
}

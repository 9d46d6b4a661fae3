using System.Globalization;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>The files of other implementations that apache/parquet-testing collects, where PARQUET_TESTING names a checkout of it.</summary>
public class ParquetTestingTests
{
    private static readonly string Checkout = Environment.GetEnvironmentVariable("PARQUET_TESTING") ?? "";

    [ParquetTestingFact]
    public async Task EveryFileIsReadOrRefused()
    {
        var read = 0;
        foreach (var path in new[] { "data", "bad_data" }.SelectMany(
            folder => Directory.EnumerateFiles(Path.Combine(Checkout, folder), "*", SearchOption.AllDirectories)))
        {
            var error = await Record.ExceptionAsync(() => ReadAsync(path));

            Assert.True(error is null or ParquetException or IOException or NotSupportedException, $"{path}: {error}");
            read += error is null ? 1 : 0;
        }

        Assert.NotEqual(0, read);
    }

    [ParquetTestingFact]
    public async Task DifferencesOfEveryWidthAreRead()
    {
        var columns = await ParquetRows.ReadAsync(Path.Combine(Checkout, "data", "delta_binary_packed.parquet"));
        var lines = await File.ReadAllLinesAsync(Path.Combine(Checkout, "data", "delta_binary_packed_expect.csv"));

        Assert.Equal(lines[0].Split(','), columns.Keys);
        for (var row = 0; row < lines.Length - 1; row++)
            Assert.Equal(lines[row + 1].Split(','), columns.Values.Select(values => Convert.ToString(values[row], CultureInfo.InvariantCulture)));
    }

    private static async Task ReadAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        foreach (var rowGroup in reader.RowGroups)
            foreach (var field in reader.Schema.GetDataFields())
            {
                rowGroup.GetStatistics(field);
                using var column = await rowGroup.ReadRawColumnDataBaseAsync(field);
            }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ParquetTestingFactAttribute : FactAttribute
    {
        public ParquetTestingFactAttribute()
        {
            if (Checkout.Length is 0)
                Skip = "needs a checkout of apache/parquet-testing (PARQUET_TESTING)";
        }
    }
}

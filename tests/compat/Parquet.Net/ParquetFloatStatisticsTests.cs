using Parquet.Data;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>What the format asks for where floating-point numbers have no order of their own.</summary>
public class ParquetFloatStatisticsTests
{
    [Fact]
    public async Task NaNIsNoBound()
    {
        var statistics = await StatisticsOf(double.NaN, 2, double.NaN, -1, double.NaN);

        Assert.Equal((-1.0, 2.0), (statistics.MinValue, statistics.MaxValue));
    }

    [Fact]
    public async Task WithNothingButNaNThereAreNoBounds()
    {
        var statistics = await StatisticsOf(double.NaN, double.NaN);

        Assert.Null(statistics.MinValue);
        Assert.Null(statistics.MaxValue);
    }

    [Fact]
    public async Task BothZerosLieWithinABoundOfZero()
    {
        foreach (var zero in new[] { 0.0, -0.0 })
        {
            var statistics = await StatisticsOf(zero);

            Assert.True(double.IsNegative((double)statistics.MinValue!));
            Assert.False(double.IsNegative((double)statistics.MaxValue!));
        }
    }

    private static async Task<DataColumnStatistics> StatisticsOf(params double[] values)
    {
        var field = new DataField<double>("x");
        using var stream = await ParquetFile.WriteAsync(
            new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, new ReadOnlyMemory<double>(values)));
        return await ParquetFile.ReadAsync(stream, (rowGroup, fields) => Task.FromResult(rowGroup.GetStatistics(fields[0])!));
    }
}

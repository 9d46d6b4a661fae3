using Parquet;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>Rows and row groups that a small file cannot have: refused before anyone makes room for them.</summary>
public class ParquetClaimTests
{
    private static readonly byte[] OnePage = ForgedPage.Data(1, ForgedPage.Plain, [1, 0, 0, 0]);

    [Theory]
    [InlineData(1L << 31)]
    [InlineData(1L << 40)]
    [InlineData(1L << 62)]
    [InlineData(long.MaxValue)]
    public async Task MoreRowsThanTheFileMayHaveAreRefused(long rows)
    {
        var forged = new ForgedFile { Rows = rows, Pages = OnePage };

        var (error, allocated) = HostileReading.Measured(forged.Bytes);
        Assert.IsType<ParquetException>(error);
        Assert.InRange(allocated, 0, 1 << 20);
        Assert.Contains("column 'x' claims values of", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task FewerRowsThanNoneAreRefused(long rows) =>
        Assert.Contains($"row group 0 claims {rows} rows", await HostileReading.RefusedAsync(new ForgedFile { Rows = rows, Pages = OnePage }));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0, -1)]
    [InlineData(0, long.MaxValue)]
    [InlineData(2, 1)]
    [InlineData(2, long.MinValue)]
    public async Task ValuesThatDoNotMakeTheRowsAreRefused(int repetition, long values) =>
        Assert.Contains(
            $"claims {values} values for 2 rows",
            await HostileReading.RefusedAsync(new ForgedFile { Repetition = repetition, Rows = 2, Values = values, Pages = OnePage }));

    [Fact]
    public async Task VeryManyRowGroupsOnTheSameBytesAreRefused()
    {
        var forged = new ForgedFile { Pages = [.. OnePage, .. new byte[100_000]], RowGroups = 1_000 };

        Assert.Contains("its columns claim", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task ALengthBeyondAllFilesIsRefused() =>
        Assert.Contains($"its columns claim {long.MaxValue} bytes", await HostileReading.RefusedAsync(new ForgedFile { Length = long.MaxValue }));
}

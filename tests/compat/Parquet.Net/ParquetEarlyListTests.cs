using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Lists and maps that early writers nested otherwise than the format asks today hold the same.</summary>
public class ParquetEarlyListTests
{
    [NodeFact]
    public async Task TheyAreReadByTheFormatsRules()
    {
        using var file = new TemporaryFile();

        var columns = NodeProcess.Run("write-early.mjs", arguments: file.Path);

        Printed.Equal(await ParquetRows.ReadAsync(file.Path), columns);
    }
}

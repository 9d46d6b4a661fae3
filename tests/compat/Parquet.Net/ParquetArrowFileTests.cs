using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Files that arrow-rs writes hold what was given to it, in pages of both versions and in every codec.</summary>
public class ParquetArrowFileTests
{
    private const int VersionsTimesCodecs = 12;

    [NodeTheory]
    [InlineData("PLAIN")]
    [InlineData("RLE_DICTIONARY")]
    [InlineData("RLE")]
    [InlineData("DELTA_BINARY_PACKED")]
    [InlineData("DELTA_LENGTH_BYTE_ARRAY")]
    [InlineData("DELTA_BYTE_ARRAY")]
    [InlineData("BYTE_STREAM_SPLIT")]
    public async Task EveryTypeIsReadInThisEncoding(string encoding)
    {
        using var files = new TemporaryFile();

        var columns = NodeProcess.Run("write-arrow.mjs", arguments: [files.Folder, encoding]);

        var paths = Directory.GetFiles(files.Folder);
        Assert.Equal(VersionsTimesCodecs, paths.Length);
        foreach (var path in paths)
            Printed.EqualColumns(await ParquetRows.ReadAsync(path), columns);
    }
}

using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>
/// Files of arrow-rs, with pages of both versions, and of hyparquet-writer, with those of version 2, hold what was given to the writer:
/// every type in every encoding it can have, in every codec of the writer's.
/// </summary>
public class ParquetEncodingTests
{
    [NodeTheory]
    [InlineData("write-arrow.mjs", 84)]
    [InlineData("write-hyparquet.mjs", 28)]
    public async Task EveryTypeIsReadInEveryEncoding(string script, int files)
    {
        using var file = new TemporaryFile();

        var columns = NodeProcess.Run(script, arguments: file.Folder);

        var paths = Directory.GetFiles(file.Folder);
        Assert.Equal(files, paths.Length);
        await Assert.AllAsync(paths, async path => Printed.Equal(await ParquetRows.ReadAsync(path), columns));
    }
}

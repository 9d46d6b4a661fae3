using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>
/// Files of arrow-rs, with pages of both versions, and of hyparquet-writer, with those of version 2, hold what was given to the writer:
/// every type in every encoding it can have, in every codec of the writer's.
/// </summary>
public class ParquetEncodingTests
{
    public static TheoryData<string, int, string> WritersAndEncodings
    {
        get
        {
            var cases = new TheoryData<string, int, string>();
            foreach (var encoding in (string[])
                ["PLAIN", "RLE_DICTIONARY", "RLE", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"])
            {
                cases.Add("write-arrow.mjs", 12, encoding);
                cases.Add("write-hyparquet.mjs", 4, encoding);
            }

            return cases;
        }
    }

    [NodeTheory]
    [MemberData(nameof(WritersAndEncodings))]
    public async Task EveryTypeIsReadInThisEncoding(string script, int files, string encoding)
    {
        using var file = new TemporaryFile();

        var columns = NodeProcess.Run(script, arguments: [file.Folder, encoding]);

        var paths = Directory.GetFiles(file.Folder);
        Assert.Equal(files, paths.Length);
        foreach (var path in paths)
            Printed.Equal(await ParquetRows.ReadAsync(path), columns);
    }
}

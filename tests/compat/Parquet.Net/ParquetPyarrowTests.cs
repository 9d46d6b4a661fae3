using System.Text.Json;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Files of pyarrow 23.0.1 hold what was given to it. pyarrow.txt has for each a name, its column's values and its bytes.</summary>
public class ParquetPyarrowTests
{
    private static readonly Dictionary<string, (string Values, string Bytes)> Samples =
        File.ReadLines(Path.Combine(SourceTree.Root, "tests", "compat", "Parquet.Net", "pyarrow.txt")).Chunk(3)
            .ToDictionary(lines => lines[0], lines => (lines[1], lines[2]));

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ItsFilesAreRead(string name)
    {
        var (values, bytes) = Samples[name];
        using var printed = JsonDocument.Parse($$"""{"col":{{values}}}""");

        Printed.Equal(await ParquetRows.ReadAsync(new MemoryStream(Convert.FromBase64String(bytes))), printed.RootElement);
    }
}

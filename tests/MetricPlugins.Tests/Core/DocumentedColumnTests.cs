namespace MetricPlugins.Tests.Core;

/// <summary>docs/files.md beside the approved schemas.</summary>
public class DocumentedColumnTests
{
    private static readonly string[] Document = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "files.md"));

    private static readonly Dictionary<string, string> TypeNames = new()
    {
        ["BYTE_ARRAY (STRING)"] = "text",
        ["INT32"] = "int32",
        ["INT64"] = "int64",
        ["DOUBLE"] = "double",
        ["LIST"] = "list of float",
    };

    [Fact]
    public void Every_file_is_documented_column_by_column_as_its_schema_has_it()
    {
        var files = ApprovedColumns().GroupBy(column => column.File, column => column.Text).ToList();
        Assert.Equal(
            files.Select(file => $"### `{file.Key}`").Order(StringComparer.Ordinal),
            Document.Where(line => line.StartsWith("### `", StringComparison.Ordinal) && line.Contains(".parquet", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(file, [.. Columns("## Every Parquet file"), .. Columns($"### `{file.Key}`")]));
    }

    /// <summary>Name, type and whether it can be null, of all but the elements of lists, which go with their list.</summary>
    private static IEnumerable<(string File, string Text)> ApprovedColumns() =>
        from line in File.ReadLines(RunSchemas.Approved)
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where words[^1] != "metadata" && !words[1].Contains('.', StringComparison.Ordinal)
        select (words[0], $"{words[1]}: {TypeNames[string.Join(' ', words[2..^1])]}, {words[^1]}");

    /// <summary>The rows of the tables below a heading, up to the next; a row may tell of several columns.</summary>
    private static IEnumerable<string> Columns(string heading) =>
        from line in Document.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith('#'))
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        from name in cells[1].Split(", ")
        select $"{name.Trim('`')}: {cells[2]}, {(cells[3] == "–" ? "required" : "optional")}";
}

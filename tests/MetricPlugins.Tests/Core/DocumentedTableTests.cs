using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

/// <summary>Tables of the documents that follow from the catalogues. With METRIC_WRITE_DOCS=1 in the environment they are written.</summary>
public class DocumentedTableTests
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("METRIC_WRITE_DOCS") == "1";

    private static readonly Dictionary<string, string> TypeNames = new()
    {
        ["BYTE_ARRAY (STRING)"] = "text",
        ["INT32"] = "int32",
        ["INT64"] = "int64",
        ["DOUBLE"] = "double",
        ["LIST"] = "list of float",
    };

    [Fact]
    public void Every_column_is_documented_as_it_is_declared()
    {
        Table("files.md", "## Every Parquet file", ColumnHeader, StoredTables.Identity.Select(Row));
        foreach (var (file, columns) in StoredTables.All)
            Table("files.md", $"### `{file}`", ColumnHeader, columns.Select(Row));
    }

    [Fact]
    public void Every_setting_is_documented_as_it_is_declared() => Table(
        "studies.md", "## Keywords", "| setting | takes | without it | meaning |",
        Settings.All.Select(setting => $"| `{setting.Name}` | {setting.Takes} | {setting.Default} | {setting.Meaning} |"));

    /// <summary>Name, type and whether it can be null, of all but the elements of lists, which go with their list.</summary>
    [Fact]
    public void Every_column_is_declared_as_the_approved_schemas_have_it()
    {
        var approved =
            from line in File.ReadLines(RunSchemas.Approved)
            let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            where words[^1] != "metadata" && !words[1].Contains('.', StringComparison.Ordinal)
            select (File: words[0], Text: $"{words[1]}: {TypeNames[string.Join(' ', words[2..^1])]}, {words[^1]}");
        var files = approved.GroupBy(column => column.File, column => column.Text).ToDictionary(file => file.Key);
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), StoredTables.All.Select(table => table.Item1).Order(StringComparer.Ordinal));
        Assert.All(StoredTables.All, table => Assert.Equal(files[table.Item1], StoredTables.Identity.Concat(table.Item2).Select(Declared)));
    }

    private const string ColumnHeader = "| column | type | null | meaning |";

    private static string Row(Column column) =>
        $"| `{column.Name}` | {column.Type} | {(column.Null.Length == 0 ? "–" : column.Null)} | {column.Meaning} |";

    private static string Declared(Column column) =>
        $"{column.Name}: {column.Type}, {(column.Null.Length == 0 && column.Type != "list of float" ? "required" : "optional")}";

    /// <summary>The first table with this header below a heading of a document.</summary>
    private static void Table(string document, string heading, string header, IEnumerable<string> rows)
    {
        var path = Path.Combine(Repository.Root, "docs", document);
        var lines = File.ReadAllLines(path).ToList();
        var at = lines.IndexOf(heading);
        var start = lines.IndexOf(header, at + 1);
        Assert.True(at >= 0 && start > at, $"{document} has no table \"{header}\" below \"{heading}\".");
        start += 2;
        var count = lines.Skip(start).TakeWhile(line => line.StartsWith('|')).Count();
        if (!Writes)
        {
            Assert.Equal(rows, lines.Skip(start).Take(count));
            return;
        }

        lines.RemoveRange(start, count);
        lines.InsertRange(start, rows);
        File.WriteAllLines(path, lines);
    }
}

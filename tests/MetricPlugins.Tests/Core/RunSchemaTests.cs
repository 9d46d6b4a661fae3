using MetricPlugins.Core;
using MetricPlugins.Losses;
using MetricPlugins.Tests.Host;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Core;

public sealed class RunSchemaTests : IDisposable
{
    private readonly TestRuns runs = new();

    public void Dispose() => runs.Dispose();

    /// <summary>Whoever reads a column today reads it from the next version's files, too.</summary>
    [Fact]
    public async Task Every_schema_is_the_approved_one_and_only_grows()
    {
        var actual = await RunSchemas.Of(Run());
        var approved = File.ReadAllText(RunSchemas.Approved);
        if (actual == approved)
            return;

        var received = RunSchemas.Approved.Replace(".approved.", ".received.", StringComparison.Ordinal);
        File.WriteAllText(received, actual);
        string[] lost = [.. approved.Split('\n').Except(actual.Split('\n'))];
        Assert.True(lost.Length == 0, $"Schemas only grow; these columns are gone or others now:\n{string.Join('\n', lost)}\nName a new column instead.");
        Assert.Fail($"The schemas grew. If that is meant, replace {RunSchemas.Approved} by {received}, and tell of the columns in docs/files.md.");
    }

    [NodeFact]
    public void Another_reader_sees_the_approved_types()
    {
        var run = Run();
        foreach (var file in File.ReadLines(RunSchemas.Approved).Where(line => !line.EndsWith("metadata", StringComparison.Ordinal)).GroupBy(line => line.Split(' ')[0]))
        {
            var seen = DuckDb.Query($"""
                SELECT type || if(converted_type = 'UTF8', ' (STRING)', '') AS type, lower(repetition_type) AS repetition
                FROM parquet_schema('{Path.Combine(run, file.Key)}') WHERE type IS NOT NULL
                """);
            Assert.Equal(
                file.Where(line => !line.Contains("LIST", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..])),
                seen.EnumerateArray().Select(column => $"{column.GetProperty("type")} {column.GetProperty("repetition")}"));
        }
    }

    [NodeFact]
    public void Every_file_is_snappy_in_row_groups_of_no_more_rows_than_a_reader_holds_at_once()
    {
        var run = Run();
        var rows = Enumerable.Range(0, 122_881).Select(step => StepRow.Of(step, 0, 64, 1, 1, 1, 64, 1, 0, 1, 1e-3)).ToArray();
        RunFiles.WriteStepsAsync(Path.Combine(run, "more.parquet"), TestRuns.Config<ContrastiveLoss>().Identity, rows).GetAwaiter().GetResult();

        var seen = DuckDb.Query($"""
            SELECT DISTINCT compression, row_group_id, row_group_num_rows AS rows
            FROM parquet_metadata('{run}/*.parquet') WHERE compression <> 'SNAPPY' OR file_name LIKE '%more.parquet' ORDER BY ALL
            """);
        Assert.Equal(
            ["""{"compression":"SNAPPY","row_group_id":0,"rows":122880}""", """{"compression":"SNAPPY","row_group_id":1,"rows":1}"""],
            seen.EnumerateArray().Select(group => group.GetRawText()));
    }

    private string Run() => runs.Run(TestRuns.Config<ContrastiveLoss>(), "runs").Folder;
}

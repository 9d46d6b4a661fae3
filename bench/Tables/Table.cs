namespace MetricPlugins.Bench.Tables;

/// <summary>A table of made-up rows, of which one row group is in memory at a time.</summary>
internal abstract class Table(long rows)
{
    /// <summary>As the product writes it, and DuckDB too.</summary>
    protected const int RowGroupSize = 122_880;

    public IReadOnlyList<Column> Columns { get; protected init; } = [];

    /// <summary>First row and number of rows of each row group.</summary>
    public IEnumerable<(long Start, int Rows)> RowGroups
    {
        get
        {
            for (long start = 0; start < rows; start += RowGroupSize)
                yield return (start, (int)Math.Min(RowGroupSize, rows - start));
        }
    }

    protected int Capacity { get; } = (int)Math.Min(RowGroupSize, rows);

    /// <summary>Makes the rows of a row group, the same in every process.</summary>
    public abstract void Fill(long start, int rows);

    protected static IEnumerable<Column> Identity(int capacity)
    {
        var seed = new NumberColumn<long>("seed", capacity);
        Array.Fill(seed.Values, 3);
        return
        [
            new TextColumn("study", "losses", capacity),
            new TextColumn("dataset", "fashion-mnist", capacity),
            new TextColumn("model", "convnet", capacity),
            new TextColumn("loss", "triplet", capacity),
            new TextColumn("variant", "margin-0.5", capacity),
            seed,
            new TextColumn("loss_options", """{"margin":0.5,"mining":"all","average":"active"}""", capacity),
        ];
    }
}

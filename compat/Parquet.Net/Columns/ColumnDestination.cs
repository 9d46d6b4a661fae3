namespace Parquet.Columns;

/// <summary>Where a column is read to: values without gaps, and levels where the column has any. Fills from the front.</summary>
internal sealed class ColumnDestination<T>(Memory<T> values, Memory<int>? definitions, Memory<int>? repetitions)
    where T : struct
{
    private int _valueCount;

    /// <summary>Values that are there so far, and nulls.</summary>
    public int Count { get; private set; }

    /// <summary>Rows that begin in what is there so far. Only a column that is repeated has repetitions to tell.</summary>
    public int RowCount => Repetitions.Count(0);

    public bool BeginsWithARow => Repetitions is [] or [0, ..];

    private Span<int> Repetitions => repetitions!.Value.Span[..Count];

    public Span<int> NextDefinitions(int count) => Next(definitions, count);

    public Span<int> NextRepetitions(int count) => Next(repetitions, count);

    public Span<T> NextValues(int count) => values.Span.Slice(_valueCount, count);

    public void Advance(int count, int valueCount)
    {
        Count += count;
        _valueCount += valueCount;
    }

    private Span<int> Next(Memory<int>? levels, int count) => levels!.Value.Span.Slice(Count, count);
}

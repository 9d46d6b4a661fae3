namespace Parquet.Columns;

/// <summary>Where a column is read to: values without gaps, and levels where the column has any. Fills from the front.</summary>
internal sealed class ColumnDestination<T>(Memory<T> values, Memory<int>? definitions, Memory<int>? repetitions)
    where T : struct
{
    private int _count;

    /// <summary>Values that are there so far, nulls not counted.</summary>
    public int ValueCount { get; private set; }

    public Span<int> NextDefinitions(int count) => Next(definitions, count);

    public Span<int> NextRepetitions(int count) => Next(repetitions, count);

    public Span<T> NextValues(int count) => values.Span.Slice(ValueCount, count);

    public void Advance(int count, int valueCount)
    {
        _count += count;
        ValueCount += valueCount;
    }

    private Span<int> Next(Memory<int>? levels, int count) => levels!.Value.Span.Slice(_count, count);
}

namespace Parquet.Columns;

/// <summary>Where a column is read to: values without gaps, and levels where the column has any. Fills from the front.</summary>
internal sealed class ColumnDestination<T>(Memory<T> values, Memory<int>? definitions, Memory<int>? repetitions)
    where T : struct
{
    /// <summary>Values and nulls that are there so far.</summary>
    public int Count { get; private set; }

    public int ValueCount { get; private set; }

    public Span<int> NextDefinitions(int count) => Next(definitions, count);

    public Span<int> NextRepetitions(int count) => Next(repetitions, count);

    public Span<T> NextValues(int count) => values.Span.Slice(ValueCount, count);

    public void Advance(int count, int valueCount)
    {
        Count += count;
        ValueCount += valueCount;
    }

    private Span<int> Next(Memory<int>? levels, int count) => levels!.Value.Span.Slice(Count, count);
}

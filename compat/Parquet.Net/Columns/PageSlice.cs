namespace Parquet.Columns;

/// <summary>The part of a column that one page holds: whole rows, of about a mebibyte.</summary>
/// <param name="Start">Of the levels, where the column has any.</param>
/// <param name="ValueStart">Of the values, nulls not counted.</param>
internal readonly record struct PageSlice(int Start, int Count, int ValueStart, int ValueCount)
{
    private const int MostRows = 20_000;
    private const int MostBytes = 1 << 20;

    /// <param name="size">About the bytes of all values as they are encoded. Values of any size count with their mean.</param>
    public static List<PageSlice> Of<T>(ColumnValues<T> column, long size)
        where T : struct
    {
        var bytes = Math.Max(1, size / Math.Max(1, column.Count));
        var most = (int)Math.Clamp(MostBytes / bytes, 1, column.Field.MaxRepetitionLevel > 0 ? MostBytes : MostRows);

        var slices = new List<PageSlice>();
        for (int start = 0, valueStart = 0; start < column.Count || slices.Count is 0;)
        {
            var count = EndOf(column, start, most) - start;
            var valueCount = column.Field.MaxDefinitionLevel > 0
                ? column.Definitions.Span.Slice(start, count).Count(column.Field.MaxDefinitionLevel)
                : count;
            slices.Add(new PageSlice(start, count, valueStart, valueCount));
            start += count;
            valueStart += valueCount;
        }

        return slices;
    }

    /// <summary>A row that is longer than a page gets a page of its own.</summary>
    private static int EndOf<T>(ColumnValues<T> column, int start, int most)
        where T : struct
    {
        if (column.Count - start <= most)
            return column.Count;
        if (column.Field.MaxRepetitionLevel is 0)
            return start + most;

        var repetitions = column.Repetitions.Span;
        var lastRow = repetitions.Slice(start + 1, most).LastIndexOf(0);
        if (lastRow >= 0)
            return start + 1 + lastRow;
        var nextRow = repetitions[(start + 1 + most)..].IndexOf(0);
        return nextRow < 0 ? column.Count : start + 1 + most + nextRow;
    }
}

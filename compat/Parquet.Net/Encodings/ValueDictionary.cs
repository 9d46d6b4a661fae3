using System.Runtime.InteropServices;
using Parquet.Columns;

namespace Parquet.Encodings;

/// <summary>The distinct values of a column, in order of first appearance, and for each value its place among them.</summary>
internal sealed class ValueDictionary<T>
    where T : struct
{
    private ValueDictionary(List<T> entries, int[] indexes)
    {
        Entries = entries;
        Indexes = indexes;
    }

    public List<T> Entries { get; }

    public int[] Indexes { get; }

    public static ValueDictionary<T>? TryBuild(
        ReadOnlySpan<T> values, double threshold, IEqualityComparer<T> comparer)
    {
        var mostEntries = (int)Math.Min(values.Length * threshold, int.MaxValue);
        var places = new Dictionary<T, int>(comparer);
        var entries = new List<T>();
        var indexes = GC.AllocateUninitializedArray<int>(values.Length);

        for (var i = 0; i < values.Length; i++)
        {
            // A column that repeats one object needs no hashing: equal memories hold the same.
            if (i > 0 && EqualityComparer<T>.Default.Equals(values[i], values[i - 1]))
            {
                indexes[i] = indexes[i - 1];
                continue;
            }

            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, values[i], out var known);
            if (!known)
            {
                place = entries.Count;
                entries.Add(values[i]);
                if (entries.Count > mostEntries)
                    return null;
            }

            indexes[i] = place;
        }

        return entries.Count == 0 ? null : new ValueDictionary<T>(entries, indexes);
    }
}

internal static class ValueDictionary
{
    /// <summary>Null where none was asked for, or where more than the threshold's share of the values is distinct: plain is smaller then.</summary>
    public static ValueDictionary<T>? TryBuild<T>(ColumnValues<T> column, ParquetOptions options)
        where T : struct
    {
        if (options.ColumnEncodingHints.TryGetValue(column.Field.Path.ToString(), out var hint) is false || hint is not EncodingHint.Dictionary)
            return null;
        if (((ValueCodec<T>)column.Field.WritingCodec).DictionaryComparer is not { } comparer)
            return null;

        var values = column.Values.Span;
        var (threshold, sample) = (options.DictionaryEncodingThreshold, options.DictionaryEncodingSampleSize);
        if (sample > 0 && sample < values.Length && ValueDictionary<T>.TryBuild(values[..sample], threshold, comparer) is null)
            return null;
        return ValueDictionary<T>.TryBuild(values, threshold, comparer);
    }
}

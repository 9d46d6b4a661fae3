using System.Runtime.InteropServices;

namespace Parquet.Encodings;

/// <summary>The distinct strings of a column, in order of first appearance, and for each value its place among them.</summary>
internal sealed class TextDictionary
{
    private TextDictionary(List<ReadOnlyMemory<char>> entries, int[] indexes)
    {
        Entries = entries;
        Indexes = indexes;
    }

    public List<ReadOnlyMemory<char>> Entries { get; }

    public int[] Indexes { get; }

    /// <summary>Null where more than the threshold's share of the values is distinct: plain is smaller then.</summary>
    public static TextDictionary? TryBuild(ReadOnlySpan<ReadOnlyMemory<char>> values, ParquetOptions options)
    {
        var sample = options.DictionaryEncodingSampleSize;
        if (sample > 0 && sample < values.Length && TryBuild(values[..sample], options.DictionaryEncodingThreshold) is null)
            return null;
        return TryBuild(values, options.DictionaryEncodingThreshold);
    }

    private static TextDictionary? TryBuild(ReadOnlySpan<ReadOnlyMemory<char>> values, double threshold)
    {
        var mostEntries = (int)Math.Min(values.Length * threshold, int.MaxValue);
        var places = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var entries = new List<ReadOnlyMemory<char>>();
        var indexes = new int[values.Length];

        for (var i = 0; i < values.Length; i++)
        {
            // A column that repeats one string object needs no hashing: equal memories are the same characters.
            if (i > 0 && values[i].Equals(values[i - 1]))
            {
                indexes[i] = indexes[i - 1];
                continue;
            }

            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, values[i].Span, out var known);
            if (!known)
            {
                place = entries.Count;
                entries.Add(values[i]);
                if (entries.Count > mostEntries)
                    return null;
            }

            indexes[i] = place;
        }

        return entries.Count == 0 ? null : new TextDictionary(entries, indexes);
    }
}

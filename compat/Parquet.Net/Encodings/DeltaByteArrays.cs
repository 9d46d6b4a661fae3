using Parquet.Columns;

namespace Parquet.Encodings;

/// <summary>Byte arrays whose lengths come first, as differences.</summary>
internal static class DeltaByteArrays
{
    /// <summary>All lengths, then all bytes. The values are parts of the input.</summary>
    public static void DecodeLengths(ReadOnlyMemory<byte> input, Span<ReadOnlyMemory<byte>> values, DecodingBudget budget)
    {
        budget.Spend((long)values.Length * sizeof(int));
        var lengths = new int[values.Length];
        var position = DeltaBinaryPacked.Decode<int>(input.Span, lengths);
        for (var i = 0; i < values.Length; i++)
        {
            if (lengths[i] < 0 || lengths[i] > input.Length - position)
                throw new ParquetException($"byte array {i} claims {lengths[i]} bytes, {input.Length - position} are left");
            values[i] = input.Slice(position, lengths[i]);
            position += lengths[i];
        }
    }

    /// <summary>For each value how many bytes it shares with the start of the one before, then the rest of it.</summary>
    public static void DecodePrefixes(ReadOnlyMemory<byte> input, Span<ReadOnlyMemory<byte>> values, DecodingBudget budget)
    {
        budget.Spend((long)values.Length * sizeof(int));
        var prefixes = new int[values.Length];
        var position = DeltaBinaryPacked.Decode<int>(input.Span, prefixes);
        DecodeLengths(input[position..], values, budget);

        var total = 0L;
        var before = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (prefixes[i] < 0 || prefixes[i] > before)
                throw new ParquetException($"byte array {i} shares {prefixes[i]} bytes with the one before, which has {before}");
            before = prefixes[i] + values[i].Length;
            total += before;
        }

        // A few bytes can ask for a long prefix over and over.
        budget.Spend(total);
        if (total > Array.MaxLength)
            throw new ParquetException($"the byte arrays of one page take {total} bytes, at most {Array.MaxLength} are supported");
        var bytes = new byte[total];
        var start = 0;
        before = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var (prefix, suffix) = (prefixes[i], values[i]);
            bytes.AsSpan(before, prefix).CopyTo(bytes.AsSpan(start));
            suffix.Span.CopyTo(bytes.AsSpan(start + prefix));
            values[i] = bytes.AsMemory(start, prefix + suffix.Length);
            before = start;
            start += values[i].Length;
        }
    }
}

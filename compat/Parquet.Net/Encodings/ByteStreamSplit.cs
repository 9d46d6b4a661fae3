namespace Parquet.Encodings;

/// <summary>The first bytes of all values, then the second bytes, and so on.</summary>
internal static class ByteStreamSplit
{
    /// <summary>Fills all of output, the values one after the other. The caller has seen that the input is long enough.</summary>
    public static void Decode(ReadOnlySpan<byte> input, int width, Span<byte> output)
    {
        var count = output.Length / width;
        for (var stream = 0; stream < width; stream++)
        {
            var bytes = input.Slice(stream * count, count);
            for (int i = 0, at = stream; i < bytes.Length; i++, at += width)
                output[at] = bytes[i];
        }
    }
}

using System.Buffers.Binary;
using System.Text;

namespace MetricPlugins.Datasets.Features;

/// <summary>Reads the values of NumPy arrays in pieces.</summary>
internal static class NpyArray
{
    private const int PieceBytes = 1 << 20;

    /// <summary>All numbers of an array [N, size], row by row.</summary>
    /// <exception cref="InvalidInputException">The array ends early or late, or is too large.</exception>
    public static (float[] Values, int Size) Vectors(Stream stream, NpyHeader header, long length, string file)
    {
        var (rows, size) = (header.Shape[0], header.Shape[1]);
        var values = new float[Count(header, length, file)];
        if (size is 0 or > int.MaxValue)
            throw NpyHeader.Refused(file, 0, $"vectors must have 1 to {int.MaxValue} numbers; its shape is [{rows}, {size}]");
        Func<ReadOnlySpan<byte>, float> read = (header.ItemSize, header.IsBigEndian) switch
        {
            (2, false) => b => (float)BinaryPrimitives.ReadHalfLittleEndian(b),
            (2, true) => b => (float)BinaryPrimitives.ReadHalfBigEndian(b),
            (4, false) => BinaryPrimitives.ReadSingleLittleEndian,
            (4, true) => BinaryPrimitives.ReadSingleBigEndian,
            (8, false) => b => (float)BinaryPrimitives.ReadDoubleLittleEndian(b),
            _ => b => (float)BinaryPrimitives.ReadDoubleBigEndian(b),
        };

        // In Fortran order the k-th value belongs to row k mod rows.
        Each(stream, header, values.Length, file, (k, bytes) => values[header.IsFortran ? (k % rows * size) + (k / rows) : k] = read(bytes));
        return (values, (int)size);
    }

    /// <summary>An array of integers.</summary>
    /// <exception cref="InvalidInputException">The array ends early or late, or a number does not fit in int64.</exception>
    public static long[] Integers(Stream stream, NpyHeader header, long length, string file)
    {
        var values = new long[Count(header, length, file)];
        Each(stream, header, values.Length, file, (k, bytes) =>
        {
            var value = 0UL;
            for (var i = 0; i < bytes.Length; i++)
                value |= (ulong)bytes[header.IsBigEndian ? bytes.Length - 1 - i : i] << (8 * i);
            var unused = 64 - 8 * bytes.Length;
            values[k] = header.Type == 'i' ? (long)(value << unused) >> unused
                : value <= long.MaxValue ? (long)value : throw NpyHeader.Refused(file, header.Bytes + (long)k * header.ItemSize, $"{value} does not fit in int64");
        });
        return values;
    }

    /// <summary>An array of strings.</summary>
    /// <exception cref="InvalidInputException">The array ends early or late.</exception>
    public static string[] Texts(Stream stream, NpyHeader header, long length, string file)
    {
        var encoding = header.Type == 'S' ? Encoding.Latin1 : new UTF32Encoding(header.IsBigEndian, false);
        var values = new string[Count(header, length, file)];
        Each(stream, header, values.Length, file, (k, bytes) => values[k] = encoding.GetString(bytes).TrimEnd('\0'));
        return values;
    }

    // The declared shape is checked against the bytes present before memory is allocated for it.
    private static int Count(NpyHeader header, long length, string file)
    {
        UInt128 count = 1;
        foreach (var size in header.Shape)
            count = size == 0 ? 0 : UInt128.Min(count * (ulong)size, ulong.MaxValue);
        var bytes = count * (UInt128)header.ItemSize;
        if (bytes != (UInt128)(length - header.Bytes))
            throw NpyHeader.Refused(file, header.Bytes, $"{header} takes {bytes} bytes; the file has {length - header.Bytes}");
        return count <= (UInt128)Array.MaxLength ? (int)count : throw NpyHeader.Refused(file, header.Bytes, $"at most {Array.MaxLength} values are read; it has {count}");
    }

    private delegate void Take(int place, ReadOnlySpan<byte> bytes);

    private static void Each(Stream stream, NpyHeader header, int count, string file, Take take)
    {
        var piece = new byte[Math.Max(1, PieceBytes / header.ItemSize) * header.ItemSize];
        for (var k = 0; k < count;)
        {
            var wanted = (int)Math.Min(piece.Length, (long)(count - k) * header.ItemSize);
            if (stream.ReadAtLeast(piece.AsSpan(0, wanted), wanted, throwOnEndOfStream: false) < wanted)
                throw NpyHeader.Refused(file, header.Bytes + (long)k * header.ItemSize, $"it ends within its {count} values");
            for (var at = 0; at < wanted; at += header.ItemSize)
                take(k++, piece.AsSpan(at, header.ItemSize));
        }
    }
}

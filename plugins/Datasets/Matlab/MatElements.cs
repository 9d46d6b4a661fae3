using System.Buffers.Binary;
using System.IO.Compression;

namespace MetricPlugins.Datasets.Matlab;

/// <summary>Types of data elements ("mi…" in MathWorks' document of the format).</summary>
internal enum MatType
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
    Utf8 = 16,
    Utf16 = 17,
    Utf32 = 18,
}

/// <summary>A data element: its type, and its bytes with their position.</summary>
internal readonly record struct MatElement(MatType Type, MatElements Content, int At);

/// <summary>A sequence of data elements. Declared lengths are checked against the bytes present.</summary>
/// <param name="file">Path, for messages.</param>
/// <param name="bytes">Bytes of the file, or of inflated data from it.</param>
/// <param name="isBigEndian">The file's byte order.</param>
/// <param name="where">For messages: the origin of <paramref name="bytes"/> if they are inflated data.</param>
/// <param name="start">Where the first element begins.</param>
/// <param name="end">Where the last one ends.</param>
internal sealed class MatElements(string file, byte[] bytes, bool isBigEndian, string where, int start, int end)
{
    // Deflate expands a byte to at most 1,032.
    private const int MostInflation = 1032;
    private const int MostBytes = 1 << 26;

    private readonly int begin = start;
    private int next = start;

    public bool IsAtEnd => next >= end;

    public int Length => end - begin;

    public bool IsBigEndian => isBigEndian;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(begin, end - begin);

    /// <summary>The next element.</summary>
    /// <exception cref="InvalidInputException">It extends beyond its container, or its type is unknown.</exception>
    public MatElement Next()
    {
        var at = next;
        if (end - at < 8)
            throw Refused(at, $"an element needs at least 8 bytes; {end - at} are left");
        var (first, second) = (UInt32(at), UInt32(at + 4));

        // Small elements have their length in the upper half of the first word, and at most four bytes in the second.
        var isSmall = first >> 16 != 0;
        var (type, length, content) = isSmall ? (first & 0xffff, first >> 16, at + 4) : (first, second, at + 8);
        if (!Enum.IsDefined((MatType)type))
            throw Refused(at, $"element type {type} does not exist");
        if (length > (isSmall ? 4 : end - content))
            throw Refused(at, $"an element declares {length} bytes; there is room for {(isSmall ? 4 : end - content)}");

        // Elements, except compressed ones, are padded to multiples of 8 bytes; the last one's padding may be absent.
        var behind = isSmall ? at + 8 : content + (int)length;
        next = (MatType)type == MatType.Compressed ? behind : (int)Math.Min(end, (behind + 7L) / 8 * 8);
        return new MatElement((MatType)type, new MatElements(file, bytes, isBigEndian, where, content, content + (int)length), at);
    }

    /// <summary>The next element, which must have this type.</summary>
    /// <exception cref="InvalidInputException">It has another type.</exception>
    public MatElement Next(MatType type, string what)
    {
        var element = Next();
        return element.Type == type ? element : throw Refused(element.At, $"{what} must be an element of type {type}; got {element.Type}");
    }

    /// <summary>The inflated elements of a compressed one.</summary>
    /// <exception cref="InvalidInputException">It does not inflate.</exception>
    public MatElements Inflate()
    {
        var most = (int)Math.Min(MostBytes, (long)MostInflation * Length + 64);
        var inflated = new MemoryStream();
        try
        {
            using var stream = new ZLibStream(new MemoryStream(bytes, begin, Length), CompressionMode.Decompress);
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                if (inflated.Length + read > most)
                    throw Refused(begin, $"{Length} compressed bytes expand to more than {most}");
                inflated.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw Refused(begin, $"{Length} compressed bytes do not inflate: {e.Message}");
        }

        return new MatElements(file, inflated.ToArray(), isBigEndian, $" of the data compressed at byte {begin}", 0, (int)inflated.Length);
    }

    /// <summary>An error at a byte of the file.</summary>
    public InvalidInputException Refused(int at, string problem) =>
        new($"{file} is not a readable MATLAB file of version 5: at byte {at}{where}, {problem}. The file is damaged or not the right one: download it again.");

    /// <summary>An error at the first byte of this sequence.</summary>
    public InvalidInputException Refused(string problem) => Refused(begin, problem);

    private uint UInt32(int at) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}

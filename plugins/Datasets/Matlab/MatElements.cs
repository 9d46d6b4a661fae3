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

/// <summary>A data element: its type, and its bytes with the place where they stand.</summary>
internal readonly record struct MatElement(MatType Type, MatElements Content, int At);

/// <summary>Data elements one behind another. What a length says is checked against the bytes that are there.</summary>
/// <param name="file">Path, for messages.</param>
/// <param name="bytes">Of the file, or of what was compressed in it.</param>
/// <param name="isBigEndian">The file's order of bytes.</param>
/// <param name="where">For messages: where <paramref name="bytes"/> are, when they are not the file's own.</param>
/// <param name="start">Where the first element begins.</param>
/// <param name="end">Where the last one ends.</param>
internal sealed class MatElements(string file, byte[] bytes, bool isBigEndian, string where, int start, int end)
{
    // Deflate makes at most 1,032 bytes of one.
    private const int MostInflation = 1032;
    private const int MostBytes = 1 << 26;

    private readonly int begin = start;
    private int next = start;

    public bool IsAtEnd => next >= end;

    public int Length => end - begin;

    public bool IsBigEndian => isBigEndian;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(begin, end - begin);

    /// <summary>The next element.</summary>
    /// <exception cref="InvalidInputException">It ends behind what holds it, or has a type there is not.</exception>
    public MatElement Next()
    {
        var at = next;
        if (end - at < 8)
            throw Refused(at, $"an element begins with 8 bytes; {end - at} are left");
        var (first, second) = (UInt32(at), UInt32(at + 4));

        // Small elements have their length in the upper half of the first word, and at most four bytes in the second.
        var isSmall = first >> 16 != 0;
        var (type, length, content) = isSmall ? (first & 0xffff, first >> 16, at + 4) : (first, second, at + 8);
        if (!Enum.IsDefined((MatType)type))
            throw Refused(at, $"there is no type of element {type}");
        if (length > (isSmall ? 4 : end - content))
            throw Refused(at, $"an element says it has {length} bytes; there is room for {(isSmall ? 4 : end - content)}");

        // Elements fill whole eights, but compressed ones; the last one's filling may be left away.
        var behind = isSmall ? at + 8 : content + (int)length;
        next = (MatType)type == MatType.Compressed ? behind : (int)Math.Min(end, (behind + 7L) / 8 * 8);
        return new MatElement((MatType)type, new MatElements(file, bytes, isBigEndian, where, content, content + (int)length), at);
    }

    /// <summary>The next element, which is of this type.</summary>
    /// <exception cref="InvalidInputException">It is of another.</exception>
    public MatElement Next(MatType type, string what)
    {
        var element = Next();
        return element.Type == type ? element : throw Refused(element.At, $"{what} is an element of type {type}; here is {element.Type}");
    }

    /// <summary>What was compressed.</summary>
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
                    throw Refused(begin, $"{Length} compressed bytes become more than {most}");
                inflated.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw Refused(begin, $"{Length} compressed bytes do not inflate: {e.Message}");
        }

        return new MatElements(file, inflated.ToArray(), isBigEndian, $" of what is compressed at byte {begin}", 0, (int)inflated.Length);
    }

    /// <summary>What is wrong with the file at a byte.</summary>
    public InvalidInputException Refused(int at, string problem) =>
        new($"{file} is no MATLAB file of version 5 that can be read: at byte {at}{where}, {problem}. The file is damaged or another one: get it again.");

    /// <summary>What is wrong with the file where this begins.</summary>
    public InvalidInputException Refused(string problem) => Refused(begin, problem);

    private uint UInt32(int at) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}

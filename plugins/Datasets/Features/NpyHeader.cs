using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MetricPlugins.Datasets.Features;

/// <summary>The header of a NumPy array.</summary>
/// <param name="Type">Kind of the values: f, i, u, b, U (UTF-32), S (bytes).</param>
/// <param name="ItemSize">Bytes per value.</param>
/// <param name="IsBigEndian">Byte order of the values.</param>
/// <param name="IsFortran">Whether the first index changes fastest.</param>
/// <param name="Shape">Shape of the array.</param>
/// <param name="Bytes">Length of the header itself.</param>
/// <remarks>numpy.lib.format, versions 1.0 to 3.0.</remarks>
internal sealed partial record NpyHeader(char Type, int ItemSize, bool IsBigEndian, bool IsFortran, long[] Shape, int Bytes)
{
    private const int MostBytes = 1 << 16;
    private const int MostItemBytes = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public override string ToString() => $"{Type}{(Type == 'U' ? ItemSize / 4 : ItemSize)} [{string.Join(", ", Shape)}]";

    public ArrayKind Kind => (Type, Shape.Length) switch
    {
        ('f', 2) when ItemSize is 2 or 4 or 8 => ArrayKind.Vectors,
        ('i' or 'u', 1) => ArrayKind.Integers,
        ('U' or 'S', 1) => ArrayKind.Texts,
        _ => ArrayKind.Other,
    };

    /// <summary>Reads the header at the beginning of a stream.</summary>
    /// <param name="stream">Its position is after the header afterwards.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="InvalidInputException">It is not a header, or the array does not have plain values.</exception>
    public static NpyHeader Read(Stream stream, string file)
    {
        var prefix = new byte[12];
        if (stream.ReadAtLeast(prefix.AsSpan(0, 8), 8, throwOnEndOfStream: false) < 8 || !prefix.AsSpan(0, 6).SequenceEqual(Magic))
            throw Refused(file, 0, "it does not begin with \\x93NUMPY");
        var version = prefix[6];
        if (version is < 1 or > 3)
            throw Refused(file, 6, $"versions 1 to 3 are supported; it has version {version}");
        var lengthBytes = version == 1 ? 2 : 4;
        if (stream.ReadAtLeast(prefix.AsSpan(8, lengthBytes), lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            throw Refused(file, 8, "it ends within its header");
        var length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(8));
        if (length > MostBytes)
            throw Refused(file, 8, $"a header of plain values has at most {MostBytes} bytes; it declares {length}");
        var text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
            throw Refused(file, 8, $"it declares a header of {length} bytes and ends before that");
        return Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), file, 8 + lengthBytes, 8 + lengthBytes + text.Length);
    }

    public static InvalidInputException Refused(string file, long at, string problem) =>
        new($"features: {file} is not a readable NumPy array: at byte {at}, {problem}.");

    private static NpyHeader Parse(string text, string file, int at, int bytes)
    {
        var (descr, order, shape) = (Descr().Match(text), Order().Match(text), Sizes().Match(text));
        if (!descr.Success || !order.Success || !shape.Success)
            throw Refused(file, at, $"a header has descr (of one plain type), fortran_order and shape; this one is {text.Trim()}");

        var type = descr.Groups["type"].Value[0];
        if (type is not ('f' or 'i' or 'u' or 'b' or 'U' or 'S'))
            throw Refused(file, at, $"arrays must have numbers or strings; this one has {descr.Groups["descr"].Value}{(type == 'O' ? ", Python objects, which are not read: save strings with astype(str)" : "")}");
        var sizes = new List<long>();
        foreach (var size in shape.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            sizes.Add(long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw Refused(file, at, $"the shape contains {size}"));

        if (!int.TryParse(descr.Groups["size"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var items) || items is < 1 or > MostItemBytes / 4)
            throw Refused(file, at, $"values must have 1 to {MostItemBytes} bytes; they are {descr.Groups["descr"].Value}");
        if (type is 'i' or 'u' && items is not (1 or 2 or 4 or 8))
            throw Refused(file, at, $"integers of {items} bytes are not supported");
        return new NpyHeader(type, type == 'U' ? items * 4 : items, descr.Groups["endian"].Value == ">", order.Groups[1].Value == "True", [.. sizes], bytes);
    }

    [GeneratedRegex("""'descr'\s*:\s*'(?<descr>(?<endian>[<>|=]?)(?<type>[A-Za-z])(?<size>[0-9]*))'""")]
    private static partial Regex Descr();

    [GeneratedRegex("""'fortran_order'\s*:\s*(True|False)""")]
    private static partial Regex Order();

    [GeneratedRegex("""'shape'\s*:\s*\((?<shape>[0-9,\s]*)\)""")]
    private static partial Regex Sizes();
}

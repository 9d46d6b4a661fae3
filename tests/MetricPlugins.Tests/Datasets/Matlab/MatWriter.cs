using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MetricPlugins.Tests.Datasets.Matlab;

/// <summary>Writes MATLAB files of version 5 as MATLAB does: the tests' only source of them.</summary>
internal sealed class MatWriter(bool isBigEndian = false, bool compress = true)
{
    private readonly MemoryStream file = NewFile(isBigEndian);

    public byte[] Bytes => file.ToArray();

    /// <summary>Adds a variable, made by one of the methods below with this name.</summary>
    public MatWriter Add(byte[] array)
    {
        if (!compress)
        {
            file.Write(array);
            return this;
        }

        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(array);
        file.Write(UInt32(15));
        file.Write(UInt32((uint)packed.Length));
        file.Write(packed.ToArray());
        return this;
    }

    public byte[] Cells(string name, params byte[][] cells) => Array(1, name, [1, cells.Length], [.. cells.SelectMany(cell => cell)]);

    public byte[] Structs(string name, string[] fields, params byte[][][] elements) => Array(2, name, [1, elements.Length],
    [
        .. Element(5, UInt32(32)),
        .. Element(1, [.. fields.SelectMany(field => Encoding.ASCII.GetBytes(field.PadRight(32, '\0')))]),
        .. elements.SelectMany(element => element.SelectMany(value => value)),
    ]);

    public byte[] Text(string name, string text, bool utf8 = false) => Array(4, name, [1, text.Length],
        utf8 ? Element(16, Encoding.UTF8.GetBytes(text)) : Element(17, new UnicodeEncoding(isBigEndian, false).GetBytes(text)));

    /// <summary>Numbers of a class, stored as a type that need not be the class's own.</summary>
    public byte[] Numbers(string name, int arrayClass, int type, params double[] values) =>
        Array(arrayClass, name, [1, values.Length], Element(type, [.. values.SelectMany(value => Number(type, value))]));

    public byte[] Whole(double value) => Numbers("", 6, 2, value);

    /// <summary>The element that MATLAB writes for an empty cell.</summary>
    public byte[] Nothing() => [.. UInt32(14), .. UInt32(0)];

    public byte[] Array(int arrayClass, string name, int[] dimensions, byte[] content) => Element(14,
    [
        .. Element(6, [.. UInt32((uint)arrayClass), .. UInt32(0)]),
        .. Element(5, [.. dimensions.SelectMany(size => UInt32((uint)size))]),
        .. Element(1, Encoding.ASCII.GetBytes(name)),
        .. content,
    ]);

    private static MemoryStream NewFile(bool isBigEndian)
    {
        var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, made by a test".PadRight(116)));
        file.Write(new byte[8]);
        file.Write(isBigEndian ? [1, 0, (byte)'M', (byte)'I'] : [0, 1, (byte)'I', (byte)'M']);
        return file;
    }

    private byte[] Element(int type, byte[] content)
    {
        if (content.Length is > 0 and <= 4 && type != 14)
            return [.. UInt32(((uint)content.Length << 16) | (uint)type), .. content, .. new byte[4 - content.Length]];
        return [.. UInt32((uint)type), .. UInt32((uint)content.Length), .. content, .. new byte[(8 - (content.Length % 8)) % 8]];
    }

    private byte[] Number(int type, double value)
    {
        byte[] little = type switch
        {
            1 => [(byte)(sbyte)value],
            2 => [(byte)value],
            3 => BitConverter.GetBytes((short)value),
            4 => BitConverter.GetBytes((ushort)value),
            5 => BitConverter.GetBytes((int)value),
            6 => BitConverter.GetBytes((uint)value),
            7 => BitConverter.GetBytes((float)value),
            9 => BitConverter.GetBytes(value),
            12 => BitConverter.GetBytes((long)value),
            _ => BitConverter.GetBytes((ulong)value),
        };
        return isBigEndian ? [.. little.Reverse()] : little;
    }

    private byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}

using System.Text;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>A structure in Thrift's compact protocol: what a footer or the header of a page says, true or not.</summary>
internal sealed class Thrift
{
    private readonly List<byte> _fields = [];

    public byte[] Bytes => [.. _fields, 0];

    public static byte[] Varint(ulong value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

    public static byte[] ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    public static byte[] TextItem(string text) => [.. Varint((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public Thrift Int32(int id, long? value) => value is null ? this : Field(id, 5, ZigZag(value.Value));

    public Thrift Int64(int id, long value) => Field(id, 6, ZigZag(value));

    public Thrift Bool(int id, bool value) => Field(id, (byte)(value ? 1 : 2), []);

    public Thrift Text(int id, string text) => Field(id, 8, TextItem(text));

    public Thrift Struct(int id, Thrift value) => Field(id, 12, value.Bytes);

    public Thrift Structs(int id, IEnumerable<Thrift> items)
    {
        var all = items.ToArray();
        return Field(id, 9, [.. ListHeader(12, (ulong)all.Length), .. all.SelectMany(item => item.Bytes)]);
    }

    public Thrift Texts(int id, params string[] items) =>
        Field(id, 9, [.. ListHeader(8, (ulong)items.Length), .. items.SelectMany(TextItem)]);

    public Thrift Field(int id, byte type, byte[] value)
    {
        _fields.AddRange([type, .. ZigZag(id), .. value]);
        return this;
    }

    public static byte[] ListHeader(byte type, ulong count) => [(byte)(0xF0 | type), .. Varint(count)];
}

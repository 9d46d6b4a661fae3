using System.Buffers;
using System.Text;
using Parquet.Encodings;

namespace Parquet.Thrift;

/// <summary>Thrift's compact protocol, as far as Parquet's metadata needs it. A field that is null is left out.</summary>
internal sealed class ThriftWriter(ArrayBufferWriter<byte> output)
{
    private short _lastField;

    public static ArrayBufferWriter<byte> Serialize(IWritableThriftStruct value)
    {
        var output = new ArrayBufferWriter<byte>();
        new ThriftWriter(output).Struct(value);
        return output;
    }

    public void Bool(short id, bool value) => FieldHeader(id, value ? ThriftType.True : ThriftType.False);

    public void Byte(short id, sbyte value)
    {
        FieldHeader(id, ThriftType.Byte);
        output.WriteByte((byte)value);
    }

    public void Int32(short id, int? value)
    {
        if (value is null)
            return;
        FieldHeader(id, ThriftType.Int32);
        output.WriteVarint(ZigZag(value.Value));
    }

    public void Int64(short id, long? value)
    {
        if (value is null)
            return;
        FieldHeader(id, ThriftType.Int64);
        output.WriteVarint(ZigZag(value.Value));
    }

    public void Binary(short id, byte[]? value)
    {
        if (value is null)
            return;
        FieldHeader(id, ThriftType.Binary);
        Bytes(value);
    }

    public void String(short id, string? value) => Binary(id, value is null ? null : Encoding.UTF8.GetBytes(value));

    public void Struct(short id, IWritableThriftStruct? value)
    {
        if (value is null)
            return;
        FieldHeader(id, ThriftType.Struct);
        Struct(value);
    }

    public void List(short id, IReadOnlyCollection<IWritableThriftStruct>? items) => List(id, ThriftType.Struct, items, Struct);

    public void List(short id, IReadOnlyCollection<string> items) =>
        List(id, ThriftType.Binary, items, item => Bytes(Encoding.UTF8.GetBytes(item)));

    public void List(short id, IReadOnlyCollection<int> items) =>
        List(id, ThriftType.Int32, items, item => output.WriteVarint(ZigZag(item)));

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private void List<T>(short id, ThriftType type, IReadOnlyCollection<T>? items, Action<T> write)
    {
        if (items is null)
            return;
        FieldHeader(id, ThriftType.List);
        if (items.Count < 15)
        {
            output.WriteByte((byte)((items.Count << 4) | (int)type));
        }
        else
        {
            output.WriteByte((byte)(0xF0 | (int)type));
            output.WriteVarint((ulong)items.Count);
        }

        foreach (var item in items)
            write(item);
    }

    private void Struct(IWritableThriftStruct value)
    {
        var outer = _lastField;
        _lastField = 0;
        value.WriteFields(this);
        output.WriteByte((byte)ThriftType.Stop);
        _lastField = outer;
    }

    private void FieldHeader(short id, ThriftType type)
    {
        var delta = id - _lastField;
        if (delta is > 0 and < 16)
        {
            output.WriteByte((byte)((delta << 4) | (int)type));
        }
        else
        {
            output.WriteByte((byte)type);
            output.WriteVarint(ZigZag(id));
        }

        _lastField = id;
    }

    private void Bytes(byte[] value)
    {
        output.WriteVarint((ulong)value.Length);
        output.Write(value);
    }
}

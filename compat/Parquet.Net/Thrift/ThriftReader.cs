using System.Text;
using Parquet.Columns;

namespace Parquet.Thrift;

/// <summary>Reads Thrift's compact protocol and trusts none of its lengths: each is checked against the bytes that are there.</summary>
internal sealed class ThriftReader(ReadOnlyMemory<byte> input, FileSource source, long offset, string what)
{
    private const int DeepestNesting = 32;
    private ThriftType _type;
    private int _depth;

    public int Position { get; private set; }

    public T Struct<T>()
        where T : IThriftStruct, new()
    {
        Expect(ThriftType.Struct);
        return TopLevel<T>();
    }

    public T TopLevel<T>()
        where T : IThriftStruct, new()
    {
        var value = new T();
        Nested(id =>
        {
            if (!value.ReadField(id, this))
                Skip(_type);
        });
        return value;
    }

    public bool Bool() => _type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Corrupt($"a boolean was expected, type {_type} was found"),
    };

    public sbyte Byte()
    {
        Expect(ThriftType.Byte);
        return (sbyte)NextByte();
    }

    public int Int32()
    {
        Expect(ThriftType.Int32);
        var value = Integer();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Corrupt($"{value} is no 32-bit integer");
    }

    public long Int64()
    {
        Expect(ThriftType.Int64);
        return Integer();
    }

    public byte[] Binary()
    {
        Expect(ThriftType.Binary);
        return Bytes().ToArray();
    }

    public string String()
    {
        Expect(ThriftType.Binary);
        return Encoding.UTF8.GetString(Bytes());
    }

    public List<T> List<T>(Func<T> item)
    {
        Expect(ThriftType.List);
        var (type, count) = ListHeader();
        var items = new List<T>(count);
        for (var i = 0; i < count; i++)
        {
            _type = type;
            items.Add(item());
        }

        return items;
    }

    private void Nested(Action<short> field)
    {
        Deeper();
        short id = 0;
        for (var header = NextByte(); header != 0; header = NextByte())
        {
            id = (short)(header >> 4 is 0 ? Integer() : id + (header >> 4));
            _type = (ThriftType)(header & 15);
            field(id);
        }

        _depth--;
    }

    private void Deeper()
    {
        if (++_depth > DeepestNesting)
            throw Corrupt($"structures nest deeper than {DeepestNesting}");
    }

    private void Skip(ThriftType type)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                NextByte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                break;
            case ThriftType.Double:
                Take(8);
                break;
            case ThriftType.Binary:
                Bytes();
                break;
            case ThriftType.List or ThriftType.Set:
                var (item, count) = ListHeader();
                Deeper();
                for (var i = 0; i < count; i++)
                    SkipElement(item);
                _depth--;
                break;
            case ThriftType.Map:
                SkipMap();
                break;
            case ThriftType.Struct:
                Nested(_ => Skip(_type));
                break;
            default:
                throw Corrupt($"type {type} is not known");
        }
    }

    private void SkipMap()
    {
        var count = Varint();
        if (count is 0)
            return;

        var types = NextByte();
        Deeper();
        for (ulong i = 0; i < count; i++)
        {
            SkipElement((ThriftType)(types >> 4));
            SkipElement((ThriftType)(types & 15));
        }

        _depth--;
    }

    private void SkipElement(ThriftType type)
    {
        if (type is ThriftType.True or ThriftType.False)
            NextByte();
        else
            Skip(type);
    }

    private (ThriftType Item, int Count) ListHeader()
    {
        var header = NextByte();
        var count = header >> 4 is 15 ? Varint() : (ulong)(header >> 4);

        // Every element takes at least one byte.
        return count <= (ulong)(input.Length - Position)
            ? ((ThriftType)(header & 15), (int)count)
            : throw Corrupt($"a list of {count} elements does not fit into the {input.Length - Position} bytes left");
    }

    private void Expect(ThriftType expected)
    {
        if (_type != expected)
            throw Corrupt($"{expected} was expected, {_type} was found");
    }

    private long Integer() => Encodings.Varint.ZigZag(Varint());

    private ulong Varint()
    {
        var position = Position;
        try
        {
            return Encodings.Varint.Next(input.Span, ref position);
        }
        catch (ParquetException e)
        {
            throw Corrupt(e.Message);
        }
        finally
        {
            Position = position;
        }
    }

    private ReadOnlySpan<byte> Bytes() => Take(Varint());

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(input.Length - Position))
            throw Corrupt($"{length} bytes were expected, {input.Length - Position} are left");
        var bytes = input.Span.Slice(Position, (int)length);
        Position += (int)length;
        return bytes;
    }

    private byte NextByte() => Take(1)[0];

    private ParquetException Corrupt(string problem) => source.Error(offset + Position, $"{what}: {problem}");
}

using System.Buffers.Binary;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>A file of one column 'x' that says whatever a test wants it to say; the truth, unless told otherwise.</summary>
internal sealed record ForgedFile
{
    public const int Boolean = 0;
    public const int Int32 = 1;
    public const int Int64 = 2;
    public const int Int96 = 3;
    public const int ByteArray = 6;
    public const int FixedLength = 7;

    private const int Repeated = 2;

    public int Type { get; init; } = Int32;

    public int? ConvertedType { get; init; }

    public int? TypeLength { get; init; }

    /// <summary>0 is required, 1 optional, 2 repeated.</summary>
    public int Repetition { get; init; }

    public CompressionMethod Codec { get; init; }

    public long Rows { get; init; } = 1;

    public long? Values { get; init; }

    public byte[] Pages { get; init; } = [];

    public long Offset { get; init; } = 4;

    public long? Length { get; init; }

    public long? DictionaryOffset { get; init; }

    public int RowGroups { get; init; } = 1;

    /// <summary>Bytes that mean nothing: a longer file may ask for more memory.</summary>
    public int Padding { get; init; }

    /// <summary>The schema below its root; one element that tells of 'x' otherwise.</summary>
    public IReadOnlyList<Thrift>? Schema { get; init; }

    public int? RootChildren { get; init; }

    /// <summary>Adds to what the footer says of the column.</summary>
    public Func<Thrift, Thrift> Chunk { get; init; } = chunk => chunk;

    public Func<Thrift, Thrift> Metadata { get; init; } = metadata => metadata;

    public Func<Thrift, Thrift> Footer { get; init; } = footer => footer;

    public int? FooterLength { get; init; }

    public byte[] Bytes
    {
        get
        {
            var schema = Schema ?? [Element("x", Type, Repetition).Int32(2, TypeLength).Int32(6, ConvertedType)];
            var metadata = Metadata(new Thrift().Int32(1, Type).Texts(3, "x").Int32(4, (int)Codec).Int64(5, Values ?? Rows)
                .Int64(7, Length ?? Pages.Length).Int64(9, Offset));
            if (DictionaryOffset is { } offset)
                metadata.Int64(11, offset);
            var rowGroup = new Thrift().Structs(1, [Chunk(new Thrift().Struct(3, metadata))]).Int64(3, Rows);
            var footer = Footer(new Thrift().Int32(1, 1)
                .Structs(2, [new Thrift().Text(4, "root").Int32(5, RootChildren ?? schema.Count), .. schema])
                .Int64(3, Rows).Structs(4, Enumerable.Repeat(rowGroup, RowGroups)));
            return Around(footer.Bytes);
        }
    }

    /// <summary>Column of a type, where there is one; else a group of as many children.</summary>
    public static Thrift Element(string name, int? type, int repetition = 0, int? children = null) =>
        new Thrift().Int32(1, type).Int32(3, repetition).Text(4, name).Int32(5, children);

    public byte[] Around(byte[] footer)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, FooterLength ?? footer.Length);
        return [.. "PAR1"u8, .. Pages, .. new byte[Padding], .. footer, .. length, .. "PAR1"u8];
    }
}

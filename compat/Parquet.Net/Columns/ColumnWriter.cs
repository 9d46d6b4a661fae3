using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet.Compression;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Thrift;

namespace Parquet.Columns;

/// <summary>Writes a column of a row group: a dictionary page where strings repeat, then one data page.</summary>
internal sealed class ColumnWriter(PositionedOutput output, ParquetOptions options, CancellationToken cancellation)
{
    private const int SmallestCapacity = 256;
    private const int LargestPage = 1 << 30;

    public async Task<ColumnChunk> WriteAsync<T>(ColumnValues<T> column, Dictionary<string, string>? customMetadata)
        where T : struct
    {
        var codec = (ValueCodec<T>)ValueCodec.For(column.Field.ClrType);
        var metadata = new ColumnMetaData
        {
            Type = codec.PhysicalType,
            PathInSchema = column.Field.Path.ToList(),
            Codec = options.CompressionMethod,
            NumValues = column.Count,
            KeyValueMetadata = KeyValue.List(customMetadata),
        };

        if (DictionaryOf(column) is { } dictionary)
            await WriteDictionaryEncodedAsync(column, dictionary, metadata).ConfigureAwait(false);
        else
            await WritePlainAsync(column, codec, metadata).ConfigureAwait(false);
        return new ColumnChunk { MetaData = metadata };
    }

    private async Task WriteDictionaryEncodedAsync<T>(ColumnValues<T> column, TextDictionary dictionary, ColumnMetaData metadata)
        where T : struct
    {
        var entries = new ArrayBufferWriter<byte>();
        new TextCodec().Encode(CollectionsMarshal.AsSpan(dictionary.Entries), entries);
        metadata.Statistics = StatisticsOf(column, ByteArrays.Range(entries.WrittenSpan));
        metadata.Encodings = [PageEncoding.Plain, PageEncoding.Rle, PageEncoding.RleDictionary];
        metadata.DictionaryPageOffset = output.Position;
        await WritePageAsync(metadata, entries.WrittenMemory, DictionaryPage(dictionary.Entries.Count)).ConfigureAwait(false);

        var page = new ArrayBufferWriter<byte>();
        WriteLevels(column, page);
        var bitWidth = HybridEncoder.BitWidth(dictionary.Entries.Count - 1);
        page.WriteByte((byte)bitWidth);
        HybridEncoder.Encode(dictionary.Indexes, bitWidth, page);
        metadata.DataPageOffset = output.Position;
        await WritePageAsync(metadata, page.WrittenMemory, DataPage(column.Count, PageEncoding.RleDictionary)).ConfigureAwait(false);
    }

    private async Task WritePlainAsync<T>(ColumnValues<T> column, ValueCodec<T> codec, ColumnMetaData metadata)
        where T : struct
    {
        var page = new ArrayBufferWriter<byte>(PageCapacity(column));
        WriteLevels(column, page);
        var levels = page.WrittenCount;
        codec.Encode(column.Values.Span, page);
        metadata.Statistics = StatisticsOf(column, codec.Range(column.Values.Span, page.WrittenSpan[levels..]));
        metadata.Encodings = [PageEncoding.Plain, PageEncoding.Rle];
        metadata.DataPageOffset = output.Position;
        await WritePageAsync(metadata, page.WrittenMemory, DataPage(column.Count, PageEncoding.Plain)).ConfigureAwait(false);
    }

    private static PageHeader DictionaryPage(int count) => new()
    {
        Type = PageType.DictionaryPage,
        Dictionary = new DictionaryPageHeader { NumValues = count, Encoding = PageEncoding.Plain },
    };

    private static PageHeader DataPage(int count, PageEncoding encoding) => new()
    {
        Type = PageType.DataPage,
        Data = new DataPageHeader { NumValues = count, Encoding = encoding },
    };

    private static int PageCapacity<T>(ColumnValues<T> column)
        where T : struct
    {
        // Room for two bits a level, so that a large page need not grow, which would copy and double it.
        var levels = ((long)column.Definitions.Length + column.Repetitions.Length) / 4;
        var capacity = SmallestCapacity + levels + (long)column.Values.Length * Unsafe.SizeOf<T>();
        return capacity <= LargestPage
            ? (int)capacity
            : throw new ParquetException(
                $"Column '{column.Field.Path}' takes {capacity} bytes, at most {LargestPage} fit into a row group: " +
                "write several row groups.");
    }

    private static Statistics StatisticsOf<T>(ColumnValues<T> column, (byte[] Min, byte[] Max)? range)
        where T : struct =>
        new() { NullCount = column.Count - column.Values.Length, MinValue = range?.Min, MaxValue = range?.Max };

    private static void WriteLevels<T>(ColumnValues<T> column, ArrayBufferWriter<byte> page)
        where T : struct
    {
        WriteLevels(column.Repetitions.Span, column.Field.MaxRepetitionLevel, page);
        WriteLevels(column.Definitions.Span, column.Field.MaxDefinitionLevel, page);
    }

    private static void WriteLevels(ReadOnlySpan<int> levels, int largest, ArrayBufferWriter<byte> page)
    {
        if (largest is 0)
            return;
        var encoded = new ArrayBufferWriter<byte>();
        HybridEncoder.Encode(levels, HybridEncoder.BitWidth(largest), encoded);
        page.WriteInt32(encoded.WrittenCount);
        page.Write(encoded.WrittenSpan);
    }

    private TextDictionary? DictionaryOf<T>(ColumnValues<T> column)
        where T : struct
    {
        if ((object)column.Values is not ReadOnlyMemory<ReadOnlyMemory<char>> texts)
            return null;
        return TextDictionary.TryBuild(texts.Span, options);
    }

    private async Task WritePageAsync(ColumnMetaData metadata, ReadOnlyMemory<byte> page, PageHeader header)
    {
        using var compressed = Codec.Compress(options.CompressionMethod, options.CompressionLevel, page.Span);
        header.UncompressedSize = page.Length;
        header.CompressedSize = compressed.Span.Length;
        var headerBytes = ThriftWriter.Serialize(header).WrittenMemory;

        await output.WriteAsync(headerBytes, cancellation).ConfigureAwait(false);
        await output.WriteAsync(compressed.Memory, cancellation).ConfigureAwait(false);
        metadata.TotalUncompressedSize += headerBytes.Length + page.Length;
        metadata.TotalCompressedSize += headerBytes.Length + compressed.Span.Length;
    }
}

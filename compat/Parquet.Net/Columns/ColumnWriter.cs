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

        var page = new ArrayBufferWriter<byte>(256 + column.Values.Length * Unsafe.SizeOf<T>());
        WriteLevels(column.Repetitions.Span, column.Field.MaxRepetitionLevel, page);
        WriteLevels(column.Definitions.Span, column.Field.MaxDefinitionLevel, page);

        if (DictionaryOf(column) is { } dictionary)
        {
            var entries = new ArrayBufferWriter<byte>();
            new TextCodec().Encode(CollectionsMarshal.AsSpan(dictionary.Entries), entries);
            metadata.Statistics = StatisticsOf(column, ByteArrays.Range(entries.WrittenSpan));
            metadata.Encodings = [PageEncoding.Plain, PageEncoding.Rle, PageEncoding.RleDictionary];
            metadata.DictionaryPageOffset = output.Position;
            await WritePageAsync(metadata, entries.WrittenMemory, DictionaryPage(dictionary.Entries.Count));

            var bitWidth = HybridEncoder.BitWidth(dictionary.Entries.Count - 1);
            page.WriteByte((byte)bitWidth);
            HybridEncoder.Encode(dictionary.Indexes, bitWidth, page);
            metadata.DataPageOffset = output.Position;
            await WritePageAsync(metadata, page.WrittenMemory, DataPage(column.Count, PageEncoding.RleDictionary));
        }
        else
        {
            var levels = page.WrittenCount;
            codec.Encode(column.Values.Span, page);
            metadata.Statistics = StatisticsOf(column, codec.Range(column.Values.Span, page.WrittenSpan[levels..]));
            metadata.Encodings = [PageEncoding.Plain, PageEncoding.Rle];
            metadata.DataPageOffset = output.Position;
            await WritePageAsync(metadata, page.WrittenMemory, DataPage(column.Count, PageEncoding.Plain));
        }

        return new ColumnChunk { MetaData = metadata };
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

    private static Statistics StatisticsOf<T>(ColumnValues<T> column, (byte[] Min, byte[] Max)? range)
        where T : struct => new()
    {
        NullCount = column.Count - column.Values.Length,
        MinValue = range?.Min,
        MaxValue = range?.Max,
    };

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
        using var compressed = Codec.Compress(options.CompressionMethod, page.Span);
        header.UncompressedSize = page.Length;
        header.CompressedSize = compressed.Span.Length;
        var headerBytes = ThriftWriter.Serialize(header).WrittenMemory;

        await output.WriteAsync(headerBytes, cancellation).ConfigureAwait(false);
        await output.WriteAsync(compressed.Memory, cancellation).ConfigureAwait(false);
        metadata.TotalUncompressedSize += headerBytes.Length + page.Length;
        metadata.TotalCompressedSize += headerBytes.Length + compressed.Span.Length;
    }
}

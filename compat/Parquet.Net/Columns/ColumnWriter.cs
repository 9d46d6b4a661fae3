using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Parquet.Encodings;
using Parquet.Meta;

namespace Parquet.Columns;

/// <summary>Writes a column of a row group: a dictionary page where one pays, then its data pages, which all cores encode.</summary>
internal sealed class ColumnWriter(PositionedOutput output, PageBuffers buffers, ParquetOptions options, CancellationToken cancellation)
{
    private const int LongestBound = 4096;

    public async Task<ColumnChunk> WriteAsync<T>(ColumnValues<T> column, Dictionary<string, string>? customMetadata)
        where T : struct
    {
        var codec = (ValueCodec<T>)column.Field.WritingCodec;
        var metadata = new ColumnMetaData
        {
            Type = codec.PhysicalType,
            PathInSchema = column.Field.Path.ToList(),
            Codec = options.CompressionMethod,
            NumValues = column.Count,
            KeyValueMetadata = KeyValue.List(customMetadata),
        };

        if (ValueDictionary.TryBuild(column, options) is { } dictionary)
            await WriteDictionaryEncodedAsync(column, codec, dictionary, metadata).ConfigureAwait(false);
        else
            await WritePlainAsync(column, codec, metadata).ConfigureAwait(false);
        return new ColumnChunk { MetaData = metadata };
    }

    private async Task WriteDictionaryEncodedAsync<T>(
        ColumnValues<T> column, ValueCodec<T> codec, ValueDictionary<T> dictionary, ColumnMetaData metadata)
        where T : struct
    {
        var entries = new ArrayBufferWriter<byte>();
        codec.Encode(CollectionsMarshal.AsSpan(dictionary.Entries), entries);
        metadata.Statistics = StatisticsOf(column, codec.Range(CollectionsMarshal.AsSpan(dictionary.Entries), entries.WrittenSpan));
        metadata.Encodings = [PageEncoding.Plain, PageEncoding.Rle, PageEncoding.RleDictionary];
        metadata.DictionaryPageOffset = output.Position;
        using (var page = EncodedPage.Of(DictionaryPage(dictionary.Entries.Count), entries.WrittenSpan, options))
            await WriteAsync(page, metadata).ConfigureAwait(false);

        var bitWidth = HybridEncoder.BitWidth(dictionary.Entries.Count - 1);
        await WriteDataPagesAsync(column, size: 0, PageEncoding.RleDictionary, metadata, (slice, page) =>
        {
            page.WriteByte((byte)bitWidth);
            HybridEncoder.Encode(dictionary.Indexes.AsSpan(slice.ValueStart, slice.ValueCount), bitWidth, page);
            return null;
        }).ConfigureAwait(false);
    }

    private async Task WritePlainAsync<T>(ColumnValues<T> column, ValueCodec<T> codec, ColumnMetaData metadata)
        where T : struct
    {
        metadata.Encodings = [PageEncoding.Plain, PageEncoding.Rle];
        var ranges = await WriteDataPagesAsync(column, codec.PlainSize(column.Values.Span), PageEncoding.Plain, metadata, (slice, page) =>
        {
            var values = column.Values.Span.Slice(slice.ValueStart, slice.ValueCount);
            var levels = page.WrittenCount;
            codec.Encode(values, page);
            return codec.Range(values, page.WrittenSpan[levels..]);
        }).ConfigureAwait(false);
        metadata.Statistics = StatisticsOf(column, Join(ranges, codec.Compare));
    }

    /// <param name="size">About the bytes of all values as they are encoded.</param>
    /// <param name="encodeValues">Appends a page's values to its levels and gives their range.</param>
    private async Task<(byte[] Min, byte[] Max)?[]> WriteDataPagesAsync<T>(
        ColumnValues<T> column,
        long size,
        PageEncoding encoding,
        ColumnMetaData metadata,
        Func<PageSlice, ArrayBufferWriter<byte>, (byte[] Min, byte[] Max)?> encodeValues)
        where T : struct
    {
        var slices = PageSlice.Of(column, size);
        var pages = new EncodedPage[slices.Count];
        var ranges = new (byte[] Min, byte[] Max)?[slices.Count];
        try
        {
            Parallel.For(0, slices.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                var page = buffers.Take();
                WriteLevels(column, slices[i], page);
                ranges[i] = encodeValues(slices[i], page);
                pages[i] = EncodedPage.Of(DataPage(slices[i].Count, encoding), page.WrittenSpan, options);
                buffers.GiveBack(page);
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }

        metadata.DataPageOffset = output.Position;
        foreach (var page in pages)
            using (page)
                await WriteAsync(page, metadata).ConfigureAwait(false);
        return ranges;
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
        where T : struct =>
        new() { NullCount = column.Count - column.Values.Length, MinValue = Bound(range?.Min), MaxValue = Bound(range?.Max) };

    // The footer repeats bounds for each row group; readers do without those that are this long.
    private static byte[]? Bound(byte[]? bytes) => bytes is { Length: <= LongestBound } ? bytes : null;

    private static (byte[] Min, byte[] Max)? Join((byte[] Min, byte[] Max)?[] ranges, Comparison<byte[]> compare)
    {
        (byte[] Min, byte[] Max)? all = null;
        foreach (var range in ranges)
            if (range is { } next)
                all = all is { } before
                    ? (compare(next.Min, before.Min) < 0 ? next.Min : before.Min, compare(next.Max, before.Max) > 0 ? next.Max : before.Max)
                    : next;
        return all;
    }

    private static void WriteLevels<T>(ColumnValues<T> column, PageSlice slice, ArrayBufferWriter<byte> page)
        where T : struct
    {
        if (column.Field.MaxRepetitionLevel > 0)
            WriteLevels(column.Repetitions.Span.Slice(slice.Start, slice.Count), column.Field.MaxRepetitionLevel, page);
        if (column.Field.MaxDefinitionLevel > 0)
            WriteLevels(column.Definitions.Span.Slice(slice.Start, slice.Count), column.Field.MaxDefinitionLevel, page);
    }

    private static void WriteLevels(ReadOnlySpan<int> levels, int largest, ArrayBufferWriter<byte> page)
    {
        var encoded = new ArrayBufferWriter<byte>();
        HybridEncoder.Encode(levels, HybridEncoder.BitWidth(largest), encoded);
        page.WriteInt32(encoded.WrittenCount);
        page.Write(encoded.WrittenSpan);
    }

    private async Task WriteAsync(EncodedPage page, ColumnMetaData metadata)
    {
        await output.WriteAsync(page.Header, cancellation).ConfigureAwait(false);
        await output.WriteAsync(page.Body, cancellation).ConfigureAwait(false);
        metadata.TotalUncompressedSize += page.Header.Length + page.UncompressedSize;
        metadata.TotalCompressedSize += page.Header.Length + page.Body.Length;
    }
}

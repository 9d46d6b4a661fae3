using System.Buffers.Binary;
using Parquet.Compression;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>Takes the pages of a column of a row group apart. What a page claims is checked against the bytes it has.</summary>
internal sealed class ColumnReader<T>(FileColumns columns, DataField field, ColumnMetaData metadata, DecodingBudget budget)
    where T : struct
{
    private readonly FileSource _source = columns.Source;
    private readonly ValueCodec<T> _codec = (ValueCodec<T>)field.Codec;
    private T[]? _dictionary;

    public async ValueTask ReadAsync(ColumnDestination<T> destination, long rows, CancellationToken cancellation)
    {
        var location = new ChunkLocation(columns, field, metadata);
        using var chunk = await location.ReadAsync(_source, cancellation).ConfigureAwait(false);
        foreach (var (position, header, body) in new Pages(_source, field, metadata, location).Of(chunk.Memory))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                ReadPage(header, body, destination);
            }
            catch (ParquetException e)
            {
                throw _source.Error(position, $"column '{field.Path}': {e.Message}", e);
            }
        }

        if (field.MaxRepetitionLevel > 0 && (destination.RowCount != rows || !destination.BeginsWithARow))
            throw _source.Error(location.Start, $"column '{field.Path}' has values of {destination.RowCount} whole rows, its row group has {rows}");
    }

    private void ReadPage(PageHeader header, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        switch (header)
        {
            case { Type: PageType.DictionaryPage, Dictionary: { } dictionary }:
                ReadDictionary(header, dictionary, page, isFirst: _dictionary is null && destination.Count is 0);
                break;
            case { Type: PageType.DataPage, Data: { } data }:
                using (var bytes = Decompress(metadata.Codec, page, header.UncompressedSize))
                    ReadDataPage(data, bytes.Memory, destination);
                break;
            case { Type: PageType.DataPageV2, DataV2: { } data }:
                ReadDataPageV2(header, data, page, destination);
                break;
            case { Type: PageType.IndexPage }:
                break;
            default:
                throw new ParquetException($"a page of type {header.Type} is not known, or lacks its header");
        }
    }

    private void ReadDictionary(PageHeader header, DictionaryPageHeader dictionary, ReadOnlyMemory<byte> page, bool isFirst)
    {
        if (!isFirst)
            throw new ParquetException("a dictionary comes behind values or behind another dictionary, it should come first");
        if (dictionary.Encoding is not (PageEncoding.Plain or PageEncoding.PlainDictionary))
            throw new ParquetException($"dictionary encoding {dictionary.Encoding} is not supported");

        using var bytes = Decompress(metadata.Codec, page, header.UncompressedSize);

        // No plain value takes less than a bit.
        if (dictionary.NumValues < 0 || dictionary.NumValues > 8L * bytes.Memory.Length)
            throw new ParquetException($"a dictionary of {bytes.Memory.Length} bytes claims {dictionary.NumValues} values");
        budget.Spend((long)dictionary.NumValues * _codec.ValueSize);
        _dictionary = new T[dictionary.NumValues];
        _codec.Decode(PageEncoding.Plain, bytes.Memory, _dictionary, budget);
    }

    private void ReadDataPage(DataPageHeader header, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        if (field.MaxRepetitionLevel > 0)
            ReadLevels(ref page, header.RepetitionLevelEncoding, field.MaxRepetitionLevel, destination.NextRepetitions(header.NumValues));
        if (field.MaxDefinitionLevel > 0)
            ReadLevels(ref page, header.DefinitionLevelEncoding, field.MaxDefinitionLevel, destination.NextDefinitions(header.NumValues));
        ReadValues(header.NumValues, header.Encoding, page, destination);
    }

    private void ReadDataPageV2(PageHeader header, DataPageHeaderV2 data, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        var (repetitionBytes, definitionBytes) = (data.RepetitionLevelsByteLength, data.DefinitionLevelsByteLength);
        if (repetitionBytes < 0 || definitionBytes < 0 || (long)repetitionBytes + definitionBytes > page.Length)
            throw new ParquetException($"levels claim {repetitionBytes} and {definitionBytes} of a page's {page.Length} bytes");

        if (field.MaxRepetitionLevel > 0)
            DecodeLevels(page.Span[..repetitionBytes], field.MaxRepetitionLevel, destination.NextRepetitions(data.NumValues));
        if (field.MaxDefinitionLevel > 0)
            DecodeLevels(
                page.Span.Slice(repetitionBytes, definitionBytes), field.MaxDefinitionLevel, destination.NextDefinitions(data.NumValues));

        // Levels are never compressed in this version; the size in the header takes them in all the same.
        var levels = repetitionBytes + definitionBytes;
        var codec = data.IsCompressed && page.Length > levels ? metadata.Codec : CompressionMethod.None;
        using var bytes = Decompress(codec, page[levels..], header.UncompressedSize - levels);
        ReadValues(data.NumValues, data.Encoding, bytes.Memory, destination);
    }

    private PooledBytes Decompress(CompressionMethod codec, ReadOnlyMemory<byte> page, int size)
    {
        budget.Spend(Math.Max(0, size));
        return Codec.Decompress(codec, page.Span, size);
    }

    private void ReadValues(int count, PageEncoding encoding, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        var valueCount = field.MaxDefinitionLevel > 0 ? destination.NextDefinitions(count).Count(field.MaxDefinitionLevel) : count;
        var values = destination.NextValues(valueCount);
        if (encoding is PageEncoding.PlainDictionary or PageEncoding.RleDictionary)
            LookUp(page.Span, values);
        else if (!values.IsEmpty)
            _codec.Decode(encoding, page, values, budget);
        destination.Advance(count, valueCount);
    }

    private void LookUp(ReadOnlySpan<byte> page, Span<T> values)
    {
        if (values.IsEmpty)
            return;
        if (_dictionary is null)
            throw new ParquetException("a page refers to a dictionary that is not there");
        if (page.IsEmpty)
            throw new ParquetException("a page of dictionary indexes is empty");

        budget.Spend((long)values.Length * sizeof(int));
        var indexes = Pool.Rent<int>(values.Length);
        try
        {
            HybridDecoder.Decode(page[1..], page[0], indexes.AsSpan(0, values.Length));
            for (var i = 0; i < values.Length; i++)
            {
                if ((uint)indexes[i] >= (uint)_dictionary.Length)
                    throw new ParquetException($"index {indexes[i]} lies outside a dictionary of {_dictionary.Length} values");
                values[i] = _dictionary[indexes[i]];
            }
        }
        finally
        {
            Pool.Return(indexes);
        }
    }

    private static void ReadLevels(ref ReadOnlyMemory<byte> page, PageEncoding encoding, int largest, Span<int> levels)
    {
        switch (encoding)
        {
            case PageEncoding.Rle:
                DecodeLevels(TakePrefixed(ref page), largest, levels);
                break;
            case PageEncoding.BitPacked:
                var bitWidth = HybridEncoder.BitWidth(largest);
                var length = BitPackedLevels.Bytes(levels.Length, bitWidth);
                if (length > page.Length)
                    throw new ParquetException($"levels take {length} of a page's {page.Length} bytes");
                BitPackedLevels.Decode(page.Span, bitWidth, levels);
                page = page[length..];
                RequireWithin(largest, levels);
                break;
            default:
                throw new ParquetException($"level encoding {encoding} is not supported");
        }
    }

    private static void DecodeLevels(ReadOnlySpan<byte> input, int largest, Span<int> levels)
    {
        HybridDecoder.Decode(input, HybridEncoder.BitWidth(largest), levels);
        RequireWithin(largest, levels);
    }

    private static void RequireWithin(int largest, Span<int> levels)
    {
        var outside = levels.IndexOfAnyExceptInRange(0, largest);
        if (outside >= 0)
            throw new ParquetException($"level {levels[outside]} lies outside 0 to {largest}");
    }

    private static ReadOnlySpan<byte> TakePrefixed(ref ReadOnlyMemory<byte> page)
    {
        var left = page.Length - sizeof(int);
        var length = left < 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(page.Span);
        if (length < 0 || length > left)
            throw new ParquetException($"levels claim {length} of a page's {page.Length} bytes");
        var levels = page.Span.Slice(sizeof(int), length);
        page = page[(sizeof(int) + length)..];
        return levels;
    }
}

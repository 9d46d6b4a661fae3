using System.Buffers.Binary;
using Parquet.Compression;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>Takes a column's pages apart. What a page claims is checked against the bytes it has.</summary>
internal sealed class ColumnReader<T>(DataField field, ColumnMetaData metadata, ReadOnlyMemory<byte> chunk)
    where T : struct
{
    private readonly ValueCodec<T> _codec = (ValueCodec<T>)ValueCodec.For(field.ClrType);
    private T[]? _dictionary;

    public void Read(ColumnDestination<T> destination)
    {
        foreach (var (header, page) in Pages.Of(field, metadata, chunk))
            ReadPage(header, page, destination);
    }

    private void ReadPage(PageHeader header, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        switch (header)
        {
            case { Type: PageType.DictionaryPage, Dictionary: { } dictionary }:
                ReadDictionary(header, dictionary, page);
                break;
            case { Type: PageType.DataPage, Data: { } data }:
                using (var bytes = Codec.Decompress(metadata.Codec, page.Span, header.UncompressedSize))
                    ReadDataPage(data, bytes.Memory, destination);
                break;
            case { Type: PageType.DataPageV2, DataV2: { } data }:
                ReadDataPageV2(header, data, page, destination);
                break;
            case { Type: PageType.IndexPage }:
                break;
            default:
                throw Corrupt($"a page of type {header.Type} lacks its header");
        }
    }

    private void ReadDictionary(PageHeader header, DictionaryPageHeader dictionary, ReadOnlyMemory<byte> page)
    {
        if (dictionary.Encoding is not (PageEncoding.Plain or PageEncoding.PlainDictionary))
            throw Unsupported($"dictionary encoding {dictionary.Encoding}");

        using var bytes = Codec.Decompress(metadata.Codec, page.Span, header.UncompressedSize);

        // No plain value but a boolean takes less than four bytes, and booleans have no dictionary.
        if (dictionary.NumValues < 0 || dictionary.NumValues > bytes.Span.Length / sizeof(int))
            throw Corrupt($"a dictionary of {bytes.Span.Length} bytes claims {dictionary.NumValues} values");
        _dictionary = new T[dictionary.NumValues];
        _codec.Decode(bytes.Memory, _dictionary);
    }

    private void ReadDataPage(DataPageHeader header, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        if (field.MaxRepetitionLevel > 0)
        {
            RequireRle(header.RepetitionLevelEncoding);
            DecodeLevels(TakePrefixed(ref page), field.MaxRepetitionLevel, destination.NextRepetitions(header.NumValues));
        }

        if (field.MaxDefinitionLevel > 0)
        {
            RequireRle(header.DefinitionLevelEncoding);
            DecodeLevels(TakePrefixed(ref page), field.MaxDefinitionLevel, destination.NextDefinitions(header.NumValues));
        }

        ReadValues(header.NumValues, header.Encoding, page, destination);
    }

    private void ReadDataPageV2(PageHeader header, DataPageHeaderV2 data, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        var (repetitionBytes, definitionBytes) = (data.RepetitionLevelsByteLength, data.DefinitionLevelsByteLength);
        if (repetitionBytes < 0 || definitionBytes < 0 || (long)repetitionBytes + definitionBytes > page.Length)
            throw Corrupt($"levels claim {repetitionBytes} and {definitionBytes} of a page's {page.Length} bytes");

        if (field.MaxRepetitionLevel > 0)
            DecodeLevels(page.Span[..repetitionBytes], field.MaxRepetitionLevel, destination.NextRepetitions(data.NumValues));
        if (field.MaxDefinitionLevel > 0)
            DecodeLevels(
                page.Span.Slice(repetitionBytes, definitionBytes), field.MaxDefinitionLevel, destination.NextDefinitions(data.NumValues));

        // Levels are never compressed in this version; the size in the header takes them in all the same.
        var levels = repetitionBytes + definitionBytes;
        var codec = data.IsCompressed && page.Length > levels ? metadata.Codec : CompressionMethod.None;
        using var bytes = Codec.Decompress(codec, page.Span[levels..], header.UncompressedSize - levels);
        ReadValues(data.NumValues, data.Encoding, bytes.Memory, destination);
    }

    private void ReadValues(int count, PageEncoding encoding, ReadOnlyMemory<byte> page, ColumnDestination<T> destination)
    {
        var valueCount = field.MaxDefinitionLevel > 0 ? destination.NextDefinitions(count).Count(field.MaxDefinitionLevel) : count;
        var values = destination.NextValues(valueCount);
        switch (encoding)
        {
            case PageEncoding.Plain:
                _codec.Decode(page, values);
                break;
            case PageEncoding.PlainDictionary or PageEncoding.RleDictionary:
                LookUp(page.Span, values);
                break;
            default:
                throw Unsupported($"encoding {encoding}");
        }

        destination.Advance(count, valueCount);
    }

    private void LookUp(ReadOnlySpan<byte> page, Span<T> values)
    {
        if (values.IsEmpty)
            return;
        if (_dictionary is null)
            throw Corrupt("a page refers to a dictionary that is not there");
        if (page.IsEmpty)
            throw Corrupt("a page of dictionary indexes is empty");

        var indexes = new int[values.Length];
        HybridDecoder.Decode(page[1..], page[0], indexes);
        for (var i = 0; i < indexes.Length; i++)
        {
            if ((uint)indexes[i] >= (uint)_dictionary.Length)
                throw Corrupt($"index {indexes[i]} lies outside a dictionary of {_dictionary.Length} values");
            values[i] = _dictionary[indexes[i]];
        }
    }

    private void DecodeLevels(ReadOnlySpan<byte> input, int largest, Span<int> levels)
    {
        HybridDecoder.Decode(input, HybridEncoder.BitWidth(largest), levels);
        var outside = levels.IndexOfAnyExceptInRange(0, largest);
        if (outside >= 0)
            throw Corrupt($"level {levels[outside]} lies outside 0 to {largest}");
    }

    private ReadOnlySpan<byte> TakePrefixed(ref ReadOnlyMemory<byte> page)
    {
        var left = page.Length - sizeof(int);
        var length = left < 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(page.Span);
        if (length < 0 || length > left)
            throw Corrupt($"levels claim {length} of a page's {page.Length} bytes");
        var levels = page.Span.Slice(sizeof(int), length);
        page = page[(sizeof(int) + length)..];
        return levels;
    }

    private void RequireRle(PageEncoding encoding)
    {
        if (encoding is not PageEncoding.Rle)
            throw Unsupported($"level encoding {encoding}");
    }

    private ParquetException Corrupt(string problem) => new($"Corrupt column '{field.Path}': {problem}.");

    private ParquetException Unsupported(string what) => new($"Column '{field.Path}' uses {what}, which is not supported.");
}

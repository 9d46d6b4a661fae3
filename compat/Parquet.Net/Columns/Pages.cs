using Parquet.Meta;
using Parquet.Schema;
using Parquet.Thrift;

namespace Parquet.Columns;

/// <summary>The pages of a column's bytes, up to the one that completes the values its metadata claims.</summary>
internal static class Pages
{
    public static IEnumerable<(PageHeader Header, ReadOnlyMemory<byte> Body)> Of(
        DataField field, ColumnMetaData metadata, ReadOnlyMemory<byte> chunk)
    {
        var position = 0;
        long values = 0;
        while (values < metadata.NumValues)
        {
            var thrift = new ThriftReader(chunk[position..], $"page header of column '{field.Path}'");
            var header = thrift.TopLevel<PageHeader>();
            position += thrift.Position;
            if (header.CompressedSize < 0 || header.CompressedSize > chunk.Length - position)
                throw Corrupt(field, $"a page claims {header.CompressedSize} bytes, {chunk.Length - position} are left");

            var count = header.ValueCount;
            if (count < 0 || count > metadata.NumValues - values)
                throw Corrupt(field, $"a page claims {count} values, {metadata.NumValues - values} are left");

            yield return (header, chunk.Slice(position, header.CompressedSize));
            position += header.CompressedSize;
            values += count;
        }
    }

    /// <summary>Whoever allocates for a column asks first whether its pages agree with its metadata.</summary>
    public static int CountValues(DataField field, ColumnMetaData metadata, ReadOnlyMemory<byte> chunk)
    {
        if (metadata.NumValues is < 0 or > int.MaxValue)
            throw Corrupt(field, $"it claims {metadata.NumValues} values");
        return Of(field, metadata, chunk).Sum(page => page.Header.ValueCount);
    }

    private static ParquetException Corrupt(DataField field, string problem) => new($"Corrupt column '{field.Path}': {problem}.");
}

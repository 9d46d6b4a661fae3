using Parquet.Meta;
using Parquet.Schema;
using Parquet.Thrift;

namespace Parquet.Columns;

/// <summary>The pages of a column's bytes, up to the one that completes the values its metadata claims.</summary>
internal sealed class Pages(FileSource source, DataField field, ColumnMetaData metadata, ChunkLocation location)
{
    /// <param name="chunk">The bytes at the location.</param>
    public IEnumerable<(long Position, PageHeader Header, ReadOnlyMemory<byte> Body)> Of(ReadOnlyMemory<byte> chunk)
    {
        var next = 0;
        long values = 0;
        while (values < metadata.NumValues)
        {
            var start = location.Start + next;
            var thrift = new ThriftReader(chunk[next..], source, start, $"page header of column '{field.Path}'");
            var header = thrift.TopLevel<PageHeader>();
            next += thrift.Position;
            if (header.UncompressedSize < 0)
                throw Error(start, $"a page claims {header.UncompressedSize} bytes when decompressed");
            if (header.CompressedSize < 0 || header.CompressedSize > chunk.Length - next)
                throw Error(start, $"a page claims {header.CompressedSize} bytes, {chunk.Length - next} are left");

            var count = header.ValueCount;
            if (count < 0 || count > metadata.NumValues - values)
                throw Error(start, $"a page claims {count} values, {metadata.NumValues - values} are left");

            yield return (start, header, chunk.Slice(next, header.CompressedSize));
            next += header.CompressedSize;
            values += count;
        }
    }

    private ParquetException Error(long position, string problem) => source.Error(position, $"column '{field.Path}': {problem}");
}

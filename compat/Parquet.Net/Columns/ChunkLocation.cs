using Parquet.Compression;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>Where a column's pages lie in the file; nothing outside is read.</summary>
internal sealed class ChunkLocation
{
    private readonly int _length;

    public ChunkLocation(FileColumns columns, DataField field, ColumnMetaData metadata)
    {
        // Some writers store 0 for "no dictionary".
        Start = metadata.DictionaryPageOffset is > 0 and var dictionary && dictionary < metadata.DataPageOffset
            ? dictionary
            : metadata.DataPageOffset;
        var length = metadata.TotalCompressedSize;
        var end = columns.Source.Length;
        if (Start < 0 || length < 0 || length > end || Start > end - length)
            throw columns.Error(field, $"its {length} bytes from byte {Start} on lie outside the file's {end}");
        if (length > Array.MaxLength)
            throw columns.Error(field, $"it has {length} bytes in one row group, at most {Array.MaxLength} are supported");
        _length = (int)length;
    }

    public long Start { get; }

    /// <summary>The caller disposes what it gets.</summary>
    public async Task<PooledBytes> ReadAsync(FileSource source, CancellationToken cancellation)
    {
        var bytes = PooledBytes.Rent(_length);
        try
        {
            await source.ReadAsync(Start, bytes.Memory, cancellation).ConfigureAwait(false);
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}

using Parquet.Compression;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>Where a column's pages lie in the file; nothing outside is read.</summary>
internal sealed class ChunkLocation
{
    private readonly long _start;
    private readonly int _length;

    public ChunkLocation(DataField field, ColumnMetaData metadata, long fileLength)
    {
        // Some writers store 0 for "no dictionary".
        _start = metadata.DictionaryPageOffset is > 0 and var dictionary && dictionary < metadata.DataPageOffset
            ? dictionary
            : metadata.DataPageOffset;
        var length = metadata.TotalCompressedSize;
        if (_start < 0 || length < 0 || length > fileLength || _start > fileLength - length)
            throw new ParquetException(
                $"Corrupt column '{field.Path}': its {length} bytes at {_start} lie outside the file's {fileLength}.");
        if (length > Array.MaxLength)
            throw new ParquetException(
                $"Column '{field.Path}' has {length} bytes in one row group, at most {Array.MaxLength} are supported.");
        _length = (int)length;
        Codec.RequireReadable(metadata.Codec, field);
    }

    /// <summary>The caller disposes what it gets.</summary>
    public async Task<PooledBytes> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = PooledBytes.Rent(_length);
        try
        {
            stream.Seek(_start, SeekOrigin.Begin);
            await stream.ReadExactlyAsync(bytes.Memory, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}

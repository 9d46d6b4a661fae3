namespace Parquet.Columns;

/// <summary>The stream a file is read from, and the name by which errors call it.</summary>
internal sealed class FileSource(Stream stream)
{
    private readonly string _name = stream is FileStream file ? file.Name : "Parquet stream";

    public long Length { get; } = stream.Length;

    public ValueTask ReadAsync(long position, Memory<byte> bytes, CancellationToken cancellation)
    {
        stream.Seek(position, SeekOrigin.Begin);
        return stream.ReadExactlyAsync(bytes, cancellation);
    }

    public ParquetException Error(long position, string problem, Exception? inner = null) =>
        inner is null
            ? new ParquetException($"{_name}, byte {position}: {problem}.")
            : new ParquetException($"{_name}, byte {position}: {problem}.", inner);
}

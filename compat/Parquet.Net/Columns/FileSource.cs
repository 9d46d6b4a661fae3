namespace Parquet.Columns;

/// <summary>The stream a file is read from, and the name by which errors call it.</summary>
internal sealed class FileSource(Stream stream)
{
    public long Length { get; } = stream.Length;

    private string Name { get; } = stream is FileStream file ? file.Name : "Parquet stream";

    public async ValueTask ReadAsync(long position, Memory<byte> bytes, CancellationToken cancellation)
    {
        stream.Seek(position, SeekOrigin.Begin);
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (read < bytes.Length)
            throw new EndOfStreamException(Message(position + read, $"the file ends here, it had {Length} bytes before"));
    }

    public ParquetException Error(long position, string problem, Exception? inner = null) =>
        inner is null ? new ParquetException(Message(position, problem)) : new ParquetException(Message(position, problem), inner);

    /// <summary>For what is no Parquet file at all, or only a part of one.</summary>
    public IOException NotParquet(long position, string problem) => new(Message(position, problem));

    private string Message(long position, string problem) => $"{Name}, byte {position}: {problem}.";
}

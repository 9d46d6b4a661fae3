namespace Parquet.Columns;

/// <summary>Counts what it writes, so that a stream that cannot seek will do.</summary>
internal sealed class PositionedOutput(Stream stream)
{
    public long Position { get; private set; } = stream.CanSeek ? stream.Position : 0;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        Position += bytes.Length;
    }

    public Task FlushAsync() => stream.FlushAsync();
}

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Remembers which of its bytes were read.</summary>
internal sealed class WatchedStream(byte[] bytes) : Stream
{
    private readonly MemoryStream _inner = new(bytes);
    private readonly List<int> _read = [];

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _inner.Length;

    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    /// <summary>The places of the bytes that were read since the last time, as often as they were.</summary>
    public int[] TakeRead()
    {
        int[] read = [.. _read];
        _read.Clear();
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var position = (int)Position;
        var read = _inner.Read(buffer, offset, count);
        _read.AddRange(Enumerable.Range(position, read));
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}

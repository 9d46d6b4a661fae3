using Parquet.Columns;

namespace Parquet.Compression;

internal sealed class PooledBytes(byte[] buffer, int length) : IDisposable
{
    public Span<byte> Span => buffer.AsSpan(0, length);

    public Memory<byte> Memory => buffer.AsMemory(0, length);

    public static PooledBytes Rent(int length) => new(Pool.Rent<byte>(length), length);

    public void Dispose() => Pool.Return(buffer);
}

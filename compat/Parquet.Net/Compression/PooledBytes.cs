using System.Buffers;

namespace Parquet.Compression;

internal sealed class PooledBytes(byte[] buffer, int length) : IDisposable
{
    public Span<byte> Span => buffer.AsSpan(0, length);

    public Memory<byte> Memory => buffer.AsMemory(0, length);

    public static PooledBytes Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}

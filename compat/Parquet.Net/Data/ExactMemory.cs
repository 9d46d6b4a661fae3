using System.Buffers;

namespace Parquet.Data;

/// <summary>Owned memory of exactly the length asked for, as MemoryPool does not promise.</summary>
internal sealed class ExactMemory<T>(int length) : IMemoryOwner<T>
{
    public Memory<T> Memory { get; private set; } = new T[length];

    public void Dispose() => Memory = default;
}

using System.Buffers;
using System.Collections.Concurrent;

namespace Parquet.Columns;

/// <summary>Buffers that pages are encoded in, one a thread, kept for the next page: new ones of this size would burden the garbage
/// collector.</summary>
internal sealed class PageBuffers
{
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _free = [];

    public ArrayBufferWriter<byte> Take() => _free.TryTake(out var buffer) ? buffer : new ArrayBufferWriter<byte>();

    public void GiveBack(ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        _free.Add(buffer);
    }
}

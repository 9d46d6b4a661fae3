using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet.Columns;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Values whose bytes in memory are their bytes in the file (little-endian).</summary>
internal class FixedWidthCodec<T>(PhysicalType physicalType) : ValueCodec<T>(physicalType)
    where T : unmanaged
{
    public override void Encode(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output) => output.Write(MemoryMarshal.AsBytes(values));

    public override void Decode(PageEncoding encoding, ReadOnlyMemory<byte> page, Span<T> values, DecodingBudget budget)
    {
        if (encoding is not (PageEncoding.Plain or PageEncoding.ByteStreamSplit))
            throw Unsupported(encoding);

        // First of all: the bytes of values that are not there could be too many for a span.
        if (values.Length > page.Length / Unsafe.SizeOf<T>())
            throw TooShort(page.Length, values.Length);
        var bytes = MemoryMarshal.AsBytes(values);
        if (encoding is PageEncoding.Plain)
            page.Span[..bytes.Length].CopyTo(bytes);
        else
            ByteStreamSplit.Decode(page.Span, Unsafe.SizeOf<T>(), bytes);
    }

    public override T? Statistic(byte[] bytes) => bytes.Length == Unsafe.SizeOf<T>() ? MemoryMarshal.Read<T>(bytes) : null;
}

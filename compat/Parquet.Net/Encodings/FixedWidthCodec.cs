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
        var bytes = MemoryMarshal.AsBytes(values);
        switch (encoding)
        {
            case PageEncoding.Plain:
                if (bytes.Length > page.Length)
                    throw TooShort(page.Length, values.Length);
                page.Span[..bytes.Length].CopyTo(bytes);
                break;
            case PageEncoding.ByteStreamSplit:
                ByteStreamSplit.Decode(page.Span, Unsafe.SizeOf<T>(), bytes);
                break;
            default:
                throw Unsupported(encoding);
        }
    }

    public override T? Statistic(byte[] bytes) => bytes.Length == Unsafe.SizeOf<T>() ? MemoryMarshal.Read<T>(bytes) : null;
}

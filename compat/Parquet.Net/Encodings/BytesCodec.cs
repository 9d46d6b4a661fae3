using System.Buffers;
using Parquet.Meta;

namespace Parquet.Encodings;

internal sealed class BytesCodec() : ValueCodec<ReadOnlyMemory<byte>>(PhysicalType.ByteArray)
{
    protected override int StatisticLength => 0;

    public override void Encode(ReadOnlySpan<ReadOnlyMemory<byte>> values, ArrayBufferWriter<byte> output)
    {
        foreach (var value in values)
        {
            output.WriteInt32(value.Length);
            output.Write(value.Span);
        }
    }

    public override void Decode(ReadOnlyMemory<byte> page, Span<ReadOnlyMemory<byte>> values)
    {
        var position = 0;
        for (var i = 0; i < values.Length; i++)
            values[i] = ByteArrays.Next(page.Span, ref position).ToArray();
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<ReadOnlyMemory<byte>> values, ReadOnlySpan<byte> plain) =>
        ByteArrays.Range(plain);

    public override object? ReadStatistic(byte[]? bytes) => bytes;
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Strings as UTF-8.</summary>
internal sealed class TextCodec() : ValueCodec<ReadOnlyMemory<char>>(PhysicalType.ByteArray)
{
    protected override int StatisticLength => 0;

    public override void Encode(ReadOnlySpan<ReadOnlyMemory<char>> values, ArrayBufferWriter<byte> output)
    {
        foreach (var value in values)
        {
            var bytes = output.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(value.Length));
            var length = Encoding.UTF8.GetBytes(value.Span, bytes[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
            output.Advance(sizeof(int) + length);
        }
    }

    public override void Decode(ReadOnlyMemory<byte> page, Span<ReadOnlyMemory<char>> values)
    {
        var position = 0;
        for (var i = 0; i < values.Length; i++)
            values[i] = Encoding.UTF8.GetString(ByteArrays.Next(page.Span, ref position)).AsMemory();
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<ReadOnlyMemory<char>> values, ReadOnlySpan<byte> plain) =>
        ByteArrays.Range(plain);

    public override object? ReadStatistic(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}

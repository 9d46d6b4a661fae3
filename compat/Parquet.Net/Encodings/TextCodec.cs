using System.Text;
using Parquet.Columns;

namespace Parquet.Encodings;

/// <summary>Strings as UTF-8.</summary>
internal sealed class TextCodec() : ConvertingCodec<ReadOnlyMemory<byte>, ReadOnlyMemory<char>>(
    new ByteArrayCodec(), bytes => Encoding.UTF8.GetString(bytes.Span).AsMemory(), ToBytes)
{
    public override Type ClrType => typeof(string);

    public override IEqualityComparer<ReadOnlyMemory<char>> DictionaryComparer { get; } = EqualityComparer<ReadOnlyMemory<char>>.Create(
        (left, right) => left.Span.SequenceEqual(right.Span), text => string.GetHashCode(text.Span));

    public override long PlainSize(ReadOnlySpan<ReadOnlyMemory<char>> values)
    {
        var size = 0L;
        foreach (var value in values)
            size += sizeof(int) + value.Length;
        return size;
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<ReadOnlyMemory<char>> values, ReadOnlySpan<byte> plain) =>
        ByteArrays.Range(plain);

    protected override ReadOnlyMemory<char> Read(ReadOnlyMemory<byte> value, DecodingBudget budget)
    {
        budget.SpendOnObject((long)value.Length * sizeof(char));
        return base.Read(value, budget);
    }

    protected override object Present(ReadOnlyMemory<char> value) => value.ToString();

    private static ReadOnlyMemory<byte> ToBytes(ReadOnlyMemory<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text.Span)];
        Encoding.UTF8.GetBytes(text.Span, bytes);
        return bytes;
    }
}

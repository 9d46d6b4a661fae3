using System.Buffers;
using System.Buffers.Binary;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Times as nanoseconds of the day (8 bytes) and the Julian day (4 bytes).</summary>
internal sealed class Int96Codec() : ValueCodec<DateTime>(PhysicalType.Int96)
{
    private const int Width = 12;
    private const int NanosecondsPerTick = 100;

    // The Julian day that starts at midnight of 0001-01-01, tick 0.
    private const int FirstDay = 1721426;

    protected override int StatisticLength => Width;

    public override void Encode(ReadOnlySpan<DateTime> values, ArrayBufferWriter<byte> output)
    {
        foreach (var value in values)
        {
            var bytes = output.GetSpan(Width);
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value.TimeOfDay.Ticks * NanosecondsPerTick);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], FirstDay + (int)(value.Ticks / TimeSpan.TicksPerDay));
            output.Advance(Width);
        }
    }

    public override void Decode(ReadOnlyMemory<byte> page, Span<DateTime> values)
    {
        var bytes = page.Span;
        if ((long)values.Length * Width > bytes.Length)
            throw TooShort(page.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = Read(bytes.Slice(i * Width, Width));
    }

    /// <summary>None: the format leaves the order of this type undefined.</summary>
    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<DateTime> values, ReadOnlySpan<byte> plain) => null;

    private static DateTime Read(ReadOnlySpan<byte> bytes)
    {
        var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var day = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var ticks = (day - (long)FirstDay) * TimeSpan.TicksPerDay + nanoseconds / NanosecondsPerTick;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : throw new ParquetException($"Corrupt page: day {day}, nanosecond {nanoseconds} lies outside the years 1 to 9999.");
    }
}

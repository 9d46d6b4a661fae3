using System.Runtime.InteropServices;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>A time as nanoseconds of the day and the Julian day.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct Int96(long nanoseconds, int day)
{
    private const int NanosecondsPerTick = 100;

    // The Julian day that starts at midnight of 0001-01-01, tick 0.
    private const int FirstDay = 1721426;

    private readonly long _nanoseconds = nanoseconds;
    private readonly int _day = day;

    /// <summary>Without statistics: the format leaves the order of this type undefined.</summary>
    public static ValueCodec<DateTime> Codec { get; } =
        new ConvertingCodec<Int96, DateTime>(new FixedWidthCodec<Int96>(PhysicalType.Int96), stored => stored.ToDateTime(), Of);

    private static Int96 Of(DateTime time) =>
        new(time.TimeOfDay.Ticks * NanosecondsPerTick, FirstDay + (int)(time.Ticks / TimeSpan.TicksPerDay));

    private DateTime ToDateTime()
    {
        var ticks = (_day - (Int128)FirstDay) * TimeSpan.TicksPerDay + _nanoseconds / NanosecondsPerTick;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, DateTimeKind.Utc)
            : throw new ParquetException($"day {_day}, nanosecond {_nanoseconds} lies outside the years 1 to 9999");
    }
}

using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Dates and timestamps, which the format counts from 1970. What is not adjusted to UTC is local time.</summary>
internal static class Times
{
    private const int NanosecondsPerTick = 100;

    public static DateTime FromDays(int days) => At(days, TimeSpan.TicksPerDay, DateTimeKind.Utc);

    /// <summary>Null where the element is no timestamp.</summary>
    public static Func<long, DateTime>? FromTimestamp(SchemaElement element) => element switch
    {
        { LogicalType: { Kind: LogicalType.Timestamp, TimeType: { } type } } => FromTimestamp(type),
        { ConvertedType: ConvertedType.TimestampMillis } => value => At(value, TimeSpan.TicksPerMillisecond, DateTimeKind.Utc),
        { ConvertedType: ConvertedType.TimestampMicros } => value => At(value, TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc),
        _ => null,
    };

    private static Func<long, DateTime>? FromTimestamp(TimeType type)
    {
        var kind = type.IsAdjustedToUtc ? DateTimeKind.Utc : DateTimeKind.Local;
        return type.Unit.Kind switch
        {
            TimeUnit.Millis => value => At(value, TimeSpan.TicksPerMillisecond, kind),
            TimeUnit.Micros => value => At(value, TimeSpan.TicksPerMicrosecond, kind),
            TimeUnit.Nanos => value => At(value / NanosecondsPerTick, 1, kind),
            _ => null,
        };
    }

    private static DateTime At(long count, long ticksPerUnit, DateTimeKind kind)
    {
        var ticks = DateTime.UnixEpoch.Ticks + (Int128)count * ticksPerUnit;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, kind)
            : throw new ParquetException(
                $"a time of {count} units of {ticksPerUnit * NanosecondsPerTick} ns since 1970 lies outside the years 1 to 9999");
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Values of every type that is written: of any bits, and the odd ones.</summary>
internal static class RandomValues
{
    private static readonly Gen<long> Bits =
        Gen.Choose(0, ushort.MaxValue).ArrayOf(4).Select(parts => parts.Aggregate(0L, (bits, part) => (bits << 16) | (uint)part));

    private static readonly Dictionary<Type, Gen<object?>> Generators = new()
    {
        [typeof(bool)] = Of(bits => bits < 0, true),
        [typeof(sbyte)] = Of(bits => (sbyte)bits, sbyte.MinValue, sbyte.MaxValue, (sbyte)0),
        [typeof(byte)] = Of(bits => (byte)bits, byte.MinValue, byte.MaxValue),
        [typeof(short)] = Of(bits => (short)bits, short.MinValue, short.MaxValue, (short)0),
        [typeof(ushort)] = Of(bits => (ushort)bits, ushort.MinValue, ushort.MaxValue),
        [typeof(int)] = Of(bits => (int)bits, int.MinValue, int.MaxValue, 0),
        [typeof(uint)] = Of(bits => (uint)bits, uint.MinValue, uint.MaxValue),
        [typeof(long)] = Of(bits => bits, long.MinValue, long.MaxValue, 0),
        [typeof(ulong)] = Of(bits => (ulong)bits, ulong.MinValue, ulong.MaxValue),
        [typeof(float)] = Of(
            bits => BitConverter.Int32BitsToSingle((int)bits),
            float.NaN, BitConverter.Int32BitsToSingle(0x7FC0_1234), float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.Epsilon),
        [typeof(double)] = Of(
            BitConverter.Int64BitsToDouble,
            double.NaN, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234), double.PositiveInfinity, double.NegativeInfinity,
            -0.0, 0.0, double.Epsilon),
        [typeof(DateTime)] = Of(Time, DateTime.UnixEpoch),
        [typeof(string)] = Texts(),
        [typeof(byte[])] = Several(Gen.Choose(0, byte.MaxValue).Select(value => (byte)value)).Select(bytes => (object?)bytes),
    };

    public static IEnumerable<Type> Types => Generators.Keys;

    public static Gen<object?> Of(Type type) => Generators[type];

    private static Gen<object?> Of<T>(Func<long, T> fromBits, params T[] odd) =>
        Gen.OneOf(Bits.Select(bits => (object?)fromBits(bits)), Gen.Elements(odd).Select(value => (object?)value));

    /// <summary>To the millisecond, within two centuries of 1970.</summary>
    private static DateTime Time(long bits) => DateTime.UnixEpoch.AddMilliseconds(bits % (200L * 365 * 24 * 3600 * 1000));

    private static Gen<object?> Texts() =>
        from runes in Several(Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF)))
        select (object?)string.Concat(runes.Select(char.ConvertFromUtf32));

    private static Gen<T[]> Several<T>(Gen<T> one) => Gen.Choose(0, 6).SelectMany(one.ArrayOf);
}

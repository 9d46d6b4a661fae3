using FsCheck;
using FsCheck.Fluent;
using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

/// <summary>Tables with a column of each kind, of any values that a file can hold.</summary>
internal static class RandomTables
{
    private static readonly Gen<int> Bits = Gen.Choose(int.MinValue, int.MaxValue);

    private static readonly Gen<long> LongBits = Bits.Zip(Bits, (high, low) => ((long)high << 32) | (uint)low);

    /// <summary>Any bits, and often those that mean something special: two kinds of NaN among them.</summary>
    private static readonly Gen<double> Double = Gen.OneOf(
        LongBits.Select(BitConverter.Int64BitsToDouble),
        Gen.Elements(0, -0.0, 1, double.NaN, BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001), double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue));

    private static readonly Gen<float> Float = Gen.OneOf(
        Bits.Select(BitConverter.Int32BitsToSingle),
        Gen.Elements(0, -0f, 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue));

    /// <summary>Of all planes of Unicode; half a surrogate pair is no text.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF))
        .Select(char.ConvertFromUtf32).ArrayOf().Select(string.Concat);

    public static Gen<(string Name, Values Values)[]> Any { get; } =
        from rows in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 200))
        from size in Gen.Choose(1, 9)
        from columns in Gen.CollectToArray(
            (Gen<Values>[])[
                Text.ArrayOf(rows).Select(Values.NewTexts),
                Gen.Elements("contrastive", "триплет", "").ArrayOf(rows).Select(Values.NewTexts),
                Bits.ArrayOf(rows).Select(Values.NewInts),
                OrNull(Bits).ArrayOf(rows).Select(Values.NewOptionalInts),
                LongBits.ArrayOf(rows).Select(Values.NewLongs),
                Double.ArrayOf(rows).Select(Values.NewDoubles),
                OrNull(Double).ArrayOf(rows).Select(Values.NewOptionalDoubles),
                Float.ArrayOf(rows * size).Select(values => Values.NewVectors(values, size)),
            ])
        select columns.Select((values, i) => ($"column {i}", values)).ToArray();

    private static Gen<T?> OrNull<T>(Gen<T> values)
        where T : struct => Gen.OneOf(Gen.Constant((T?)null), values.Select(value => (T?)value));
}

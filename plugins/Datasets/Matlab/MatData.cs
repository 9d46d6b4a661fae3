using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MetricPlugins.Datasets.Matlab;

/// <summary>Numbers and characters of a data element, which MATLAB stores in the smallest type they fit into.</summary>
internal static class MatData
{
    /// <summary>Its numbers; int64 values beyond 2⁵³ are rounded.</summary>
    /// <exception cref="InvalidInputException">It does not hold numbers, or ends within one.</exception>
    public static double[] Numbers(MatElement element) => element.Type switch
    {
        MatType.Int8 => Read<sbyte>(element),
        MatType.UInt8 => Read<byte>(element),
        MatType.Int16 => Read<short>(element),
        MatType.UInt16 => Read<ushort>(element),
        MatType.Int32 => Read<int>(element),
        MatType.UInt32 => Read<uint>(element),
        MatType.Int64 => Read<long>(element),
        MatType.UInt64 => Read<ulong>(element),
        MatType.Single => Values(element, 4, b => element.Content.IsBigEndian ? BinaryPrimitives.ReadSingleBigEndian(b) : BinaryPrimitives.ReadSingleLittleEndian(b)),
        MatType.Double => Values(element, 8, b => element.Content.IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(b) : BinaryPrimitives.ReadDoubleLittleEndian(b)),
        _ => throw element.Content.Refused(element.At, $"expected numbers, got {element.Type}"),
    };

    /// <summary>Its characters.</summary>
    /// <exception cref="InvalidInputException">It does not hold characters.</exception>
    public static string Text(MatElement element)
    {
        var isBig = element.Content.IsBigEndian;
        return element.Type switch
        {
            MatType.Utf8 => Encoding.UTF8.GetString(element.Content.Bytes),
            MatType.Utf16 => new UnicodeEncoding(isBig, false).GetString(element.Content.Bytes),
            MatType.Utf32 => new UTF32Encoding(isBig, false).GetString(element.Content.Bytes),

            // One code per character.
            MatType.Int8 or MatType.UInt8 or MatType.UInt16 => new string([.. Numbers(element).Select(code => (char)(ushort)code)]),
            _ => throw element.Content.Refused(element.At, $"expected characters, got {element.Type}"),
        };
    }

    /// <summary>Its numbers as non-negative integers: sizes or flags.</summary>
    /// <exception cref="InvalidInputException">They are not non-negative integers.</exception>
    public static int[] Sizes(MatElement element) =>
        element.Type is MatType.Int32 or MatType.UInt32 && Numbers(element) is var sizes && sizes.All(size => size is >= 0 and <= int.MaxValue)
            ? [.. sizes.Select(size => (int)size)]
            : throw element.Content.Refused(element.At, "sizes must be non-negative int32");

    private static double[] Read<T>(MatElement element)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (isBig, isUnsigned) = (element.Content.IsBigEndian, T.IsZero(T.MinValue));
        return Values(element, System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), bytes =>
            double.CreateChecked(isBig ? T.ReadBigEndian(bytes, isUnsigned) : T.ReadLittleEndian(bytes, isUnsigned)));
    }

    private static double[] Values(MatElement element, int size, Func<ReadOnlySpan<byte>, double> value)
    {
        var bytes = element.Content.Bytes;
        if (bytes.Length % size != 0)
            throw element.Content.Refused(element.At, $"{bytes.Length} bytes are not a multiple of {size}, the size of a number");
        var values = new double[bytes.Length / size];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(bytes.Slice(i * size, size));
        return values;
    }
}

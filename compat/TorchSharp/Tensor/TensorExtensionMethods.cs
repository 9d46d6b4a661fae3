using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotImplementedException($"Scalar type {type} has no known size."),
    };

    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => Array.ConvertAll(tensor.shape, d => checked((int)d));

    public static long TotalSize(this IEnumerable<long> shape)
    {
        var size = 1L;
        foreach (var dimension in shape) size *= dimension;
        return size;
    }

    public static bool ToBoolean(this Tensor value) => Number(value).ToBoolean();

    public static byte ToByte(this Tensor value) => unchecked((byte)Number(value).ToInt64());

    public static double ToDouble(this Tensor value) => Number(value).ToDouble();

    public static float ToSingle(this Tensor value) => Number(value).ToSingle();

    public static int ToInt32(this Tensor value) => Number(value).ToInt32();

    public static long ToInt64(this Tensor value) => Number(value).ToInt64();

    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) =>
        CopyOf(rawArray, dimensions, null, null, requires_grad);

    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : struct =>
        CopyOf(new[] { scalar }, [], null, device, requires_grad);

    private static Scalar Number(Tensor value) => value.NumberOfElements == 1
        ? value.ToScalar()
        : throw new ArgumentException($"Only a tensor of one element is a number; this one has {value.NumberOfElements}.");
}

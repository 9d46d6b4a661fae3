using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor abs(Tensor input) => Result(mt_abs(In(input)), input);

    public static Tensor exp(Tensor input) => Result(mt_exp(In(input)), input);

    public static Tensor log(Tensor input) => Result(mt_log(In(input)), input);

    public static Tensor log1p(Tensor input) => Result(mt_log1p(In(input)), input);

    public static Tensor sigmoid(Tensor input) => Result(mt_sigmoid(In(input)), input);

    public static Tensor sqrt(Tensor input) => Result(mt_sqrt(In(input)), input);

    public static Tensor tanh(Tensor input) => Result(mt_tanh(In(input)), input);

    public static Tensor isfinite(Tensor tensor) => Result(mt_isfinite(In(tensor)), tensor);

    public static Tensor isnan(Tensor input) => Result(mt_isnan(In(input)), input);

    public static Tensor maximum(Tensor input, Tensor other) => Result(mt_maximum(In(input), In(other)), input, other);

    public static Tensor minimum(Tensor input, Tensor other) => Result(mt_minimum(In(input), In(other)), input, other);

    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) =>
        Result(mt_clamp(In(input), ScalarValue.Optional(min), ScalarValue.Optional(max)), input);

    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) =>
        Result(mt_clamp_tensor(In(input), Optional(min), Optional(max)), input, min, max);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) =>
        Result(mt_where(In(condition), In(x), In(y)), condition, x, y);

    public static Tensor[] where(Tensor condition) => List(mt_where_list(In(condition)), condition);

    public static Tensor equal(Tensor tensor, Tensor target) => Result(mt_eq(In(tensor), In(target)), tensor, target);

    public static bool allclose(
        Tensor tensor, Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false)
    {
        Check(mt_allclose(In(tensor), In(target), rtol, atol, Byte(equal_nan), out var close), tensor, target);
        return close != 0;
    }
}

using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Result(mt_linear(In(input), In(weights), Optional(bias)), input, weights, bias);

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1)
            {
                strides ??= [1];
                padding ??= [0];
                dilation ??= [1];
                return Result(
                    mt_conv2d(In(input), In(weight), Optional(bias), strides, strides.Length, padding, padding.Length, dilation,
                              dilation.Length, groups),
                    input, weight, bias);
            }

            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1)
            {
                strides ??= [1];
                dilation ??= [1];
                return Result(
                    mt_conv2d_padding(In(input), In(weight), Optional(bias), strides, strides.Length, Byte(padding == Padding.Same),
                                      dilation, dilation.Length, groups),
                    input, weight, bias);
            }

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Result(
                    mt_layer_norm(In(input), normalized_shape, normalized_shape.Length, Optional(weight), Optional(bias), eps),
                    input, weight, bias);

            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1e-05) =>
                Result(
                    mt_batch_norm(In(input), Optional(running_mean), Optional(running_var), Optional(weight), Optional(bias),
                                  Byte(training), momentum, eps),
                    input, (running_mean, running_var), (weight, bias));

            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false) =>
                Result(
                    mt_scaled_dot_product_attention(In(query), In(key), In(value), Optional(attn_mask), p, Byte(is_casual)),
                    (query, key), value, attn_mask);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Result(mt_one_hot(In(x), num_classes), x);
        }
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        public sealed class Conv2d : Convolution
        {
            internal Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long)? padding,
                Padding? padding_type, (long, long) dilation, long groups, bool bias, PaddingModes padding_mode, Device? device,
                ScalarType? dtype)
                : base(nameof(Conv2d), in_channels, out_channels, Both(kernel_size), Both(stride), padding is { } p ? Both(p) : null,
                       padding_type, Both(dilation), groups, bias, padding_mode, device, dtype)
            {
            }

            public override Tensor forward(Tensor input)
            {
                if (!ValidateShape(input, 2))
                    throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to Conv2d.");
                if (padding_mode != PaddingModes.Zeros)
                {
                    using var padded = nn.functional.pad(input, PaddingPairs(), padding_mode);
                    return nn.functional.conv2d(padded, weight, bias, stride, [0, 0], dilation, groups);
                }
                return padding_type is { } type
                    ? nn.functional.conv2d_padding(input, weight, bias, stride, type, dilation, groups)
                    : nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
            }

            private static long[] Both((long, long) pair) => [pair.Item1, pair.Item2];
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null,
                    (dilation, dilation), groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), null, dilation ?? (1, 1), groups, bias,
                    padding_mode, device, dtype);

            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, padding, (dilation, dilation), groups,
                    bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride ?? (1, 1), null, padding, dilation ?? (1, 1), groups, bias,
                    padding_mode, device, dtype);
        }
    }
}

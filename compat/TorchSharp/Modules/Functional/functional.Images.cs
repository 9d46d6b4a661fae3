using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
        NearestExact = 6,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Result(mt_pad(In(input), pad, pad.Length, (int)mode, value), input);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.AsSpan(), mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad, pad], mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (size is null == scale_factor is null)
                    throw new ArgumentException("interpolate takes either size or scale_factor; give exactly one of them.");
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException($"antialias is for Bilinear and Bicubic, not for {mode}.");
                if (align_corners is not null && mode is InterpolationMode.Nearest or InterpolationMode.NearestExact)
                    throw new ArgumentException($"align_corners is for the linear and cubic modes, not for {mode}; leave it null.");

                if (scale_factor is not null && recompute_scale_factor)
                {
                    size = Scaled(x, scale_factor);
                    scale_factor = null;
                }
                return Result(
                    mt_interpolate(In(x), size, size?.Length ?? 0, scale_factor, scale_factor?.Length ?? 0, (int)mode,
                                   Byte(align_corners ?? false), Byte(antialias)),
                    x);
            }

            private static long[] Scaled(Tensor x, double[] factors) =>
                [.. x.shape.Skip(2).Zip(factors.Length == 1 ? Enumerable.Repeat(factors[0], (int)x.dim() - 2) : factors,
                                        (length, factor) => (long)Math.Floor(length * factor))];
        }
    }
}

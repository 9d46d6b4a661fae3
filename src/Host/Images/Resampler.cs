using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MetricPlugins.Host.Images;

/// <summary>Resizes images bit-identically to Pillow: horizontally, then vertically, each pass rounded to 8 bits; the filter widens for
/// downscaling, which avoids aliasing. Libtorch's own antialiasing keeps fractions and overshoots between
/// the passes, so that a model would get different pixels from those it was trained on.</summary>
internal static class Resampler
{
    /// <summary>Weights are integer multiples of 1/2²².</summary>
    private const int PrecisionBits = 32 - 8 - 2;

    /// <summary>Initial value of sums, so that truncating bits rounds.</summary>
    private const int Half = 1 << (PrecisionBits - 1);

    /// <summary>The square part of the resized image that starts at <paramref name="left"/>, <paramref name="top"/>.</summary>
    /// <param name="image">An image of any size.</param>
    /// <param name="width">Width of the whole resized image.</param>
    /// <param name="height">Height of the whole resized image.</param>
    /// <param name="left">Left edge of the part, in pixels of the resized image.</param>
    /// <param name="top">Top edge of the part.</param>
    /// <param name="size">Height and width of the part.</param>
    /// <param name="resampling">The filter.</param>
    public static RgbImage Resize(RgbImage image, int width, int height, int left, int top, int size, ImageResampling resampling)
    {
        var columns = Weights(image.Width, width, left, size, resampling);
        var rows = Weights(image.Height, height, top, size, resampling);

        // Only source rows that the part needs are resized horizontally.
        var (first, last) = (rows[0].First, rows[^1].First + rows[^1].Values.Length);
        var across = width == image.Width ? Cut(image, left, size, first, last) : Across(image, columns, first, last);
        return height == image.Height ? across : Down(across, rows, first);
    }

    private static RgbImage Cut(RgbImage image, int left, int size, int first, int last)
    {
        var cut = RgbImage.OfSize(size, last - first);
        for (var row = first; row < last; row++)
            image.Pixels.AsSpan((row * image.Width + left) * RgbImage.Channels, size * RgbImage.Channels).CopyTo(cut.Pixels.AsSpan((row - first) * size * RgbImage.Channels));
        return cut;
    }

    private static RgbImage Across(RgbImage image, (int First, int[] Values)[] columns, int first, int last)
    {
        var resized = RgbImage.OfSize(columns.Length, last - first);

        // A pixel is read as four bytes, including the last pixel of a row.
        var source = new byte[(image.Width * RgbImage.Channels) + 1];
        for (var row = first; row < last; row++)
        {
            image.Pixels.AsSpan(row * image.Width * RgbImage.Channels, image.Width * RgbImage.Channels).CopyTo(source);
            var target = resized.Pixels.AsSpan((row - first) * columns.Length * RgbImage.Channels, columns.Length * RgbImage.Channels);
            for (var column = 0; column < columns.Length; column++)
            {
                var (at, weights) = columns[column];
                var sum = Vector128.Create(Half);
                for (var i = 0; i < weights.Length; i++)
                {
                    var pixel = Vector128.CreateScalar(BinaryPrimitives.ReadUInt32LittleEndian(source.AsSpan((at + i) * RgbImage.Channels))).AsByte();
                    sum += Vector128.WidenLower(Vector128.WidenLower(pixel)).AsInt32() * weights[i];
                }

                var rounded = Vector128.Min(Vector128.Max(sum >> PrecisionBits, Vector128<int>.Zero), Vector128.Create(255));
                target[column * RgbImage.Channels] = (byte)rounded[0];
                target[(column * RgbImage.Channels) + 1] = (byte)rounded[1];
                target[(column * RgbImage.Channels) + 2] = (byte)rounded[2];
            }
        }

        return resized;
    }

    private static RgbImage Down(RgbImage image, (int First, int[] Values)[] rows, int first)
    {
        var resized = RgbImage.OfSize(image.Width, rows.Length);
        var length = image.Width * RgbImage.Channels;

        // Every row is read several times, so it is widened once, in whole vectors.
        var stride = (length + Vector<int>.Count - 1) / Vector<int>.Count * Vector<int>.Count;
        var source = new int[image.Height * stride];
        for (var row = 0; row < image.Height; row++)
        {
            for (var x = 0; x < length; x++)
                source[(row * stride) + x] = image.Pixels[(row * length) + x];
        }

        var sums = new int[stride];
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(sums.AsSpan());
        for (var row = 0; row < rows.Length; row++)
        {
            var (at, weights) = rows[row];
            vectors.Fill(new Vector<int>(Half));
            for (var i = 0; i < weights.Length; i++)
            {
                var values = MemoryMarshal.Cast<int, Vector<int>>(source.AsSpan((at - first + i) * stride, stride));
                for (var x = 0; x < vectors.Length; x++)
                    vectors[x] += values[x] * weights[i];
            }

            var target = resized.Pixels.AsSpan(row * length, length);
            for (var x = 0; x < target.Length; x++)
                target[x] = (byte)Math.Clamp(sums[x] >> PrecisionBits, 0, 255);
        }

        return resized;
    }

    /// <summary>For each pixel of the part: its first source pixel and the weights from there on.</summary>
    private static (int First, int[] Values)[] Weights(int from, int to, int start, int count, ImageResampling resampling)
    {
        var scale = (double)from / to;
        var filterScale = Math.Max(scale, 1.0);
        var support = (resampling == ImageResampling.Bicubic ? 2.0 : 1.0) * filterScale;
        var weights = new (int, int[])[count];
        for (var i = 0; i < count; i++)
        {
            var center = (start + i + 0.5) * scale;
            var first = Math.Max((int)(center - support + 0.5), 0);
            var last = Math.Min((int)(center + support + 0.5), from);
            var values = new double[last - first];
            for (var x = 0; x < values.Length; x++)
                values[x] = Filter((x + first - center + 0.5) * (1.0 / filterScale), resampling);
            var sum = values.Sum();
            weights[i] = (first, [.. values.Select(value => (int)Math.Round(value / sum * (1 << PrecisionBits), MidpointRounding.AwayFromZero))]);
        }

        return weights;
    }

    private static double Filter(double x, ImageResampling resampling)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        if (resampling == ImageResampling.Bilinear)
            return Math.Max(0, 1 - x);
        return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}

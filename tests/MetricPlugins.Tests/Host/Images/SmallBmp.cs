using System.Buffers.Binary;

namespace MetricPlugins.Tests.Host.Images;

/// <summary>Writes BMP files of 24 bits a pixel.</summary>
internal static class SmallBmp
{
    private const int HeaderLength = 54;

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rgb">Row by row from the top, pixel by pixel.</param>
    public static byte[] Write(int width, int height, byte[] rgb)
    {
        var stride = ((width * 3) + 3) / 4 * 4;
        var file = new byte[HeaderLength + (stride * height)];
        "BM"u8.CopyTo(file);
        foreach (var (at, value) in new[] { (2, file.Length), (10, HeaderLength), (14, 40), (18, width), (22, height), (26, 1 | (24 << 16)) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (var i = 0; i < rgb.Length; i++)
        {
            var (x, y, channel) = (i / 3 % width, i / 3 / width, i % 3);
            file[HeaderLength + ((height - 1 - y) * stride) + (x * 3) + 2 - channel] = rgb[i];
        }

        return file;
    }
}

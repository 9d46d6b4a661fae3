using System.Globalization;
using System.Text;

namespace MetricPlugins.Host.Features;

/// <summary>A .npy file of float32 rows, written and read a block at a time, so that only a block is in memory.</summary>
internal static class NpyStream
{
    /// <summary>Room for any shape, so that the number of rows can be put in when it is known.</summary>
    public const int HeaderLength = 256;

    /// <summary>The header of rows of this shape: magic, version 1.0, length, and the description padded with blanks.</summary>
    public static byte[] Header(long[] shape)
    {
        var tuple = string.Join(", ", shape.Select(n => n.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? "," : "");
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({tuple}), }}";
        const int before = 10;
        return [0x93, .. "NUMPY"u8, 1, 0, (HeaderLength - before) & 0xFF, (HeaderLength - before) >> 8, .. Encoding.ASCII.GetBytes(text.PadRight(HeaderLength - before - 1) + "\n")];
    }
}

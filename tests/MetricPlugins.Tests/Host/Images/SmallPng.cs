using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MetricPlugins.Tests.Host.Images;

/// <summary>Writes PNG files of any colour type and depth, rows unfiltered, with chunks of one's choice.</summary>
internal static class SmallPng
{
    /// <summary>Adam7: first column and row, and steps to the next, of each pass.</summary>
    private static readonly (int X, int Y, int Dx, int Dy)[] Interlaced =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="colorType">0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="samples">Row by row, pixel by pixel.</param>
    /// <param name="chunks">Between header and data.</param>
    public static byte[] Write(int width, int height, int colorType, int depth, int[] samples, params (string Type, byte[] Data)[] chunks) =>
        Write(width, height, colorType, depth, samples, interlaced: false, chunks);

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="colorType">0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="samples">Row by row, pixel by pixel.</param>
    /// <param name="interlaced">In the seven passes of Adam7.</param>
    /// <param name="chunks">Between header and data.</param>
    public static byte[] Write(
        int width, int height, int colorType, int depth, int[] samples, bool interlaced, params (string Type, byte[] Data)[] chunks)
    {
        var channels = samples.Length / (width * height);
        var rows = new List<byte>();
        foreach (var pass in interlaced ? Interlaced : [(X: 0, Y: 0, Dx: 1, Dy: 1)])
        {
            for (var y = pass.Y; y < height && pass.X < width; y += pass.Dy)
            {
                rows.Add(0);
                var (bits, filled) = (0, 0);
                for (var x = pass.X; x < width; x += pass.Dx)
                {
                    foreach (var sample in samples.AsSpan(((y * width) + x) * channels, channels))
                    {
                        (bits, filled) = ((bits << depth) | sample, filled + depth);
                        for (; filled >= 8; filled -= 8)
                            rows.Add((byte)(bits >> (filled - 8)));
                        bits &= (1 << filled) - 1;
                    }
                }

                if (filled > 0)
                    rows.Add((byte)(bits << (8 - filled)));
            }
        }

        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write([.. rows]);

        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, (byte)depth, (byte)colorType, 0, 0, (byte)(interlaced ? 1 : 0)];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR", header), .. chunks.SelectMany(c => Chunk(c.Type, c.Data)), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>Of a chunk's type and data.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}

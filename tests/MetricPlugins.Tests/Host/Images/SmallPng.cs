using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MetricPlugins.Tests.Host.Images;

/// <summary>Writes PNG files of any colour type and depth, rows unfiltered, with chunks of one's choice.</summary>
internal static class SmallPng
{
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="colorType">0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="samples">Row by row, pixel by pixel.</param>
    /// <param name="chunks">Between header and data.</param>
    public static byte[] Write(int width, int height, int colorType, int depth, int[] samples, params (string Type, byte[] Data)[] chunks)
    {
        var perRow = samples.Length / height;
        var rows = new List<byte>();
        for (var row = 0; row < height; row++)
        {
            rows.Add(0);
            var (bits, filled) = (0, 0);
            foreach (var sample in samples.AsSpan(row * perRow, perRow))
            {
                (bits, filled) = ((bits << depth) | sample, filled + depth);
                for (; filled >= 8; filled -= 8)
                    rows.Add((byte)(bits >> (filled - 8)));
                bits &= (1 << filled) - 1;
            }

            if (filled > 0)
                rows.Add((byte)(bits << (8 - filled)));
        }

        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write([.. rows]);

        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, (byte)depth, (byte)colorType, 0, 0, 0];
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

    private static uint Crc(ReadOnlySpan<byte> bytes)
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

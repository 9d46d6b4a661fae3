using System.Buffers.Binary;
using System.IO.Compression;

namespace MetricPlugins.Datasets;

/// <summary>The IDX format of unsigned bytes: 00 00 08, the number of dimensions, each dimension as a big-endian 32-bit
/// integer, then the values.</summary>
internal static class IdxFile
{
    public const string Fix = "The file is damaged or not the right one: download it again.";

    /// <summary>Reads all values of <paramref name="path"/>, gzipped if its name ends in .gz, which must have exactly these
    /// dimensions.</summary>
    /// <exception cref="InvalidInputException">The dimensions differ, or the file ends early or late.</exception>
    public static byte[] Read(string path, params int[] dimensions)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            return Read(stream, path, dimensions);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new InvalidInputException($"{path} should hold {string.Join("×", dimensions)} values; it cannot be read to its end: {e.Message} {Fix}", e);
        }
    }

    private static byte[] Read(Stream stream, string path, int[] dimensions)
    {
        Span<byte> header = stackalloc byte[4 + 4 * dimensions.Length];
        stream.ReadExactly(header[..4]);
        var magic = BinaryPrimitives.ReadInt32BigEndian(header);
        if (magic != 0x0800 + dimensions.Length)
            throw new InvalidInputException($"An IDX file of {dimensions.Length} dimensions begins with 0x{0x0800 + dimensions.Length:x8}; {path} begins with 0x{magic:x8}. {Fix}");

        stream.ReadExactly(header[4..]);
        var found = new int[dimensions.Length];
        for (var i = 0; i < found.Length; i++)
            found[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + 4 * i)..]);
        if (!found.AsSpan().SequenceEqual(dimensions))
            throw new InvalidInputException($"{path} should hold {string.Join("×", dimensions)} values; its header says {string.Join("×", found)}. {Fix}");

        var values = new byte[dimensions.Aggregate((a, b) => checked(a * b))];
        stream.ReadExactly(values);
        if (stream.ReadByte() >= 0)
            throw new InvalidInputException($"{path} should hold {string.Join("×", dimensions)} values; it holds more. {Fix}");
        return values;
    }
}

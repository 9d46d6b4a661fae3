using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MetricPlugins.Tests.Datasets.Features;

/// <summary>Writes NumPy arrays as NumPy does: the tests' only source of them.</summary>
internal static class NpyWriter
{
    /// <summary>An array of this type, whose values are given in the order of the file.</summary>
    public static byte[] Array(string descr, string shape, byte[] values, int version = 1, bool fortran = false)
    {
        var text = $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}";
        var prefix = version == 1 ? 10 : 12;
        text = text.PadRight((((prefix + text.Length + 1 + 63) / 64) * 64) - prefix - 1) + "\n";
        var length = new byte[prefix - 8];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. Encoding.UTF8.GetBytes(text), .. values];
    }

    public static byte[] Vectors(float[,] values) =>
        Array("<f4", $"{values.GetLength(0)}, {values.GetLength(1)}", [.. values.Cast<float>().SelectMany(BitConverter.GetBytes)]);

    public static byte[] Integers(params long[] values) => Array("<i8", $"{values.Length},", [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Texts(params string[] values)
    {
        var size = values.Max(value => value.Length);
        return Array($"<U{size}", $"{values.Length},", [.. values.SelectMany(value => Encoding.UTF32.GetBytes(value.PadRight(size, '\0')))]);
    }

    public static byte[] Archive(CompressionLevel level, params (string Name, byte[] Array)[] arrays)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, array) in arrays)
            {
                using var entry = archive.CreateEntry(name + ".npy", level).Open();
                entry.Write(array);
            }
        }

        return file.ToArray();
    }
}

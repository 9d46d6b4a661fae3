using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace MetricPlugins.Tests.Host.Data;

/// <summary>Archives with whatever entries a test wants.</summary>
internal static class MadeArchive
{
    public static byte[] Tar(params TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    public static byte[] TarGz(params TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Tar(entries));
        return stream.ToArray();
    }

    public static TarEntry File(string name, string content) => File(name, Encoding.UTF8.GetBytes(content));

    public static TarEntry File(string name, byte[] content) => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static TarEntry Link(TarEntryType type, string name, string to) => new PaxTarEntry(type, name) { LinkName = to };

    /// <param name="entries">Names, contents and Unix modes (0 for none).</param>
    public static byte[] Zip(params (string Name, byte[] Content, int Mode)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, mode) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = mode << 16;
                using var body = entry.Open();
                body.Write(content);
            }
        }

        return stream.ToArray();
    }
}

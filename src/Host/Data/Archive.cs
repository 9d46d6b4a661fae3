using System.Formats.Tar;
using System.IO.Compression;

namespace MetricPlugins.Host.Data;

/// <summary>Unpacks .zip, .tar, .tar.gz and .tgz: files and folders only, no links or devices.</summary>
internal static class Archive
{
    private const int KindMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000;

    /// <summary>Unpacks into an empty folder.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="name">The archive's file name, which determines its format.</param>
    /// <param name="folder">The target folder.</param>
    /// <param name="report">Receives the number of archive bytes read.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The unpacked files.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged, or has entries other than files inside its folder.</exception>
    public static IReadOnlyList<DataFile> Unpack(string path, string name, string folder, Action<DataProgress> report, CancellationToken cancellation)
    {
        using var file = File.OpenRead(path);
        var unpacked = new UnpackedFolder(name, folder, UnpackedFolder.BoundOf(file.Length));
        var tell = () => report(new DataProgress($"unpacking {name}", file.Position, file.Length));
        try
        {
            if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                UnpackZip(file, unpacked, tell, cancellation);
            else
                UnpackTar(file, name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase), unpacked, tell, cancellation);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new InvalidDataException($"{name} cannot be unpacked: {e.Message} The archive is damaged.", e);
        }

        return unpacked.Files.Count > 0 ? unpacked.Files : throw new InvalidDataException($"{name} contains no file. The archive is damaged or not the publisher's.");
    }

    private static void UnpackTar(FileStream file, bool plain, UnpackedFolder unpacked, Action tell, CancellationToken cancellation)
    {
        using Stream stream = plain ? file : new GZipStream(file, CompressionMode.Decompress);
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    unpacked.AddFile(entry.Name, entry.DataStream ?? Stream.Null, cancellation);
                    break;
                case TarEntryType.Directory:
                    unpacked.AddFolder(entry.Name);
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                default:
                    throw unpacked.Refused(entry.Name, $"is a {entry.EntryType}, not a file or folder");
            }

            tell();
        }
    }

    private static void UnpackZip(FileStream file, UnpackedFolder unpacked, Action tell, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            var kind = (entry.ExternalAttributes >> 16) & KindMask;
            var isFolder = entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\');
            if (kind != 0 && kind != (isFolder ? Folder : RegularFile))
                throw unpacked.Refused(entry.FullName, "is a link or a device, not a file or folder");
            if (isFolder)
            {
                unpacked.AddFolder(entry.FullName);
            }
            else
            {
                using var content = entry.Open();
                unpacked.AddFile(entry.FullName, content, cancellation);
            }

            tell();
        }
    }
}

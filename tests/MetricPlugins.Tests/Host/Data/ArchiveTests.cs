using System.Formats.Tar;
using MetricPlugins.Host.Data;

namespace MetricPlugins.Tests.Host.Data;

/// <summary>Archives as publishers make them, and as nobody should.</summary>
public sealed class ArchiveTests : IDisposable
{
    private const int Regular = 0x81A4, Symlink = 0xA1FF, Device = 0x21B6;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Tar_archives_are_unpacked_with_sizes_and_checksums()
    {
        var name = $"set/{new string('n', 120)}/image.txt";
        TarEntry[] entries() => [new PaxTarEntry(TarEntryType.Directory, "set/"), MadeArchive.File("./set/a.txt", "alpha"), MadeArchive.File(name, "beta"), MadeArchive.File("set/empty", "")];
        foreach (var (archive, file) in new[] { (MadeArchive.TarGz(entries()), "x.tar.gz"), (MadeArchive.TarGz(entries()), "x.tgz"), (MadeArchive.Tar(entries()), "x.tar") })
        {
            var files = Unpack(archive, file);
            Assert.Equal(["set/a.txt", name, "set/empty"], files.Select(f => f.Name));
            Assert.Equal([5, 4, 0], files.Select(f => f.Bytes));
            Assert.Equal("8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8", files[0].Sha256);
            Assert.Equal("beta", File.ReadAllText(folder.File("in", name)));
        }
    }

    [Fact]
    public void Zip_archives_are_unpacked()
    {
        var files = Unpack(MadeArchive.Zip(("set/", [], 0x41ED), ("set/a.txt", "alpha"u8.ToArray(), Regular), ("set\\b.txt", "beta"u8.ToArray(), 0)), "x.zip");
        Assert.Equal(["set/a.txt", "set/b.txt"], files.Select(f => f.Name));
        Assert.Equal("alpha", File.ReadAllText(folder.File("in", "set", "a.txt")));
    }

    [Theory]
    [InlineData("../out.txt")]
    [InlineData("a/../../out.txt")]
    [InlineData("/tmp/out.txt")]
    [InlineData("..\\out.txt")]
    [InlineData("C:\\out.txt")]
    [InlineData("a/..")]
    public void No_entry_leads_out_of_the_folder(string name)
    {
        Refused(MadeArchive.TarGz(MadeArchive.File(name, "x")), "x.tar.gz", name);
        Refused(MadeArchive.Zip((name, [1], Regular)), "x.zip", name);
        Refused(MadeArchive.TarGz(new PaxTarEntry(TarEntryType.Directory, name)), "x.tar.gz", name);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "inside.txt")]
    [InlineData(TarEntryType.SymbolicLink, "/etc")]
    [InlineData(TarEntryType.HardLink, "inside.txt")]
    [InlineData(TarEntryType.HardLink, "../../etc/passwd")]
    public void No_link_is_made(TarEntryType type, string to)
    {
        Refused(MadeArchive.TarGz(MadeArchive.File("inside.txt", "x"), MadeArchive.Link(type, "link", to)), "x.tar.gz", type.ToString());
        Assert.False(Path.Exists(folder.File("in", "link")));
    }

    [Theory]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public void No_device_is_made(TarEntryType type) => Refused(MadeArchive.TarGz(new PaxTarEntry(type, "odd")), "x.tar.gz", type.ToString());

    [Theory]
    [InlineData(Symlink)]
    [InlineData(Device)]
    public void Zip_entries_are_files_and_folders_only(int mode) => Refused(MadeArchive.Zip(("link", "/etc"u8.ToArray(), mode)), "x.zip", "link");

    [Fact]
    public void An_entry_comes_once()
    {
        Refused(MadeArchive.TarGz(MadeArchive.File("a", "1"), MadeArchive.File("./a", "2")), "x.tar.gz", "occurs twice");
        Refused(MadeArchive.Zip(("a", [1], 0), ("a", [2], 0)), "x.zip", "occurs twice");
    }

    [Fact]
    public void Unpacked_it_is_not_out_of_proportion()
    {
        var zeros = new byte[20 << 20];
        Refused(MadeArchive.TarGz(MadeArchive.File("bomb", zeros)), "x.tar.gz", "unpacked bytes");
        Refused(MadeArchive.Zip(("half", zeros[..(10 << 20)], 0), ("bomb", zeros[..(10 << 20)], 0)), "x.zip", "unpacked bytes");
        Assert.Equal(64L << 30, UnpackedFolder.BoundOf(1L << 40));
    }

    [Fact]
    public void A_damaged_archive_is_refused()
    {
        var random = new Random(3);
        var content = new byte[100_000];
        random.NextBytes(content);
        foreach (var (archive, name) in new[] { (MadeArchive.TarGz(MadeArchive.File("a", content)), "x.tar.gz"), (MadeArchive.Tar(MadeArchive.File("a", content)), "x.tar"), (MadeArchive.Zip(("a", content, 0)), "x.zip") })
        {
            Refused(archive[..(archive.Length / 2)], name, "");
            Refused("no archive at all, but long enough for a header of one"u8.ToArray(), name, "");
            Refused([], name, "");
        }
    }

    private IReadOnlyList<DataFile> Unpack(byte[] archive, string name)
    {
        if (Directory.Exists(folder.File("in")))
            Directory.Delete(folder.File("in"), recursive: true);
        File.WriteAllBytes(folder.File(name), archive);
        return Archive.Unpack(folder.File(name), name, Directory.CreateDirectory(folder.File("in")).FullName, _ => { }, CancellationToken.None);
    }

    private void Refused(byte[] archive, string name, string says)
    {
        var refusal = Assert.ThrowsAny<InvalidDataException>(() => Unpack(archive, name));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFileSystemEntries(folder.Path), entry => Assert.Contains(Path.GetFileName(entry), (string[])["in", "x.tar.gz", "x.tar", "x.zip"]));
    }
}

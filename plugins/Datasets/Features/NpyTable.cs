using System.IO.Compression;

namespace MetricPlugins.Datasets.Features;

/// <summary>NumPy arrays of one .npz file or of the .npy files of one folder. Rows of arrays [N, size] are vectors.</summary>
internal sealed class NpyTable : FeatureTable
{
    private readonly Dictionary<string, Func<Source>> sources;

    private NpyTable(string path, IEnumerable<(string Name, Func<Source> Open)> sources) : base(path)
    {
        this.sources = sources.DistinctBy(source => source.Name).ToDictionary(source => source.Name, source => source.Open);
        Arrays = [.. this.sources.Keys.Select(name => Read(name, (_, header, _) => new FeatureArray(name, header.Kind, header.ToString())))];
    }

    public override IReadOnlyList<FeatureArray> Arrays { get; }

    /// <summary>The arrays of a .npz file.</summary>
    public static NpyTable OfArchive(string file)
    {
        var names = Guard(file, () =>
        {
            using var archive = ZipFile.OpenRead(file);
            return archive.Entries.Select(entry => entry.FullName).Where(IsArray).ToList();
        });
        return new NpyTable(file, names.Select(name => (NameOf(name), (Func<Source>)(() => Entry(file, name)))));
    }

    /// <summary>The .npy files of a folder.</summary>
    public static NpyTable OfFolder(string folder) => new(folder, Directory.GetFiles(folder).Where(IsArray).Order(StringComparer.Ordinal).Select(file =>
        (NameOf(System.IO.Path.GetFileName(file)), (Func<Source>)(() => new Source(File.OpenRead(file), new FileInfo(file).Length, null)))));

    public static bool IsArray(string file) => file.EndsWith(".npy", StringComparison.Ordinal);

    public override (float[] Values, int Size) Vectors(string name) => Read(name, NpyArray.Vectors);

    public override long[] Integers(string name) => Read(name, NpyArray.Integers);

    public override string[] Texts(string name) => Read(name, NpyArray.Texts);

    private static string NameOf(string file) => file[..^".npy".Length];

    private static Source Entry(string file, string name)
    {
        var archive = ZipFile.OpenRead(file);
        var entry = archive.GetEntry(name)!;

        // Deflate expands a byte to at most 1,032: an entry that declares more is false.
        if (entry.CompressedLength <= new FileInfo(file).Length && entry.Length <= (1032 * entry.CompressedLength) + 64)
            return new Source(entry.Open(), entry.Length, archive);
        archive.Dispose();
        throw new InvalidDataException($"{entry.CompressedLength} bytes of the archive are declared to expand to {entry.Length}");
    }

    private T Read<T>(string name, Func<Stream, NpyHeader, long, string, T> read)
    {
        var place = System.IO.Path.Combine(Path, name + ".npy");
        return Guard(place, () =>
        {
            using var source = sources[name]();
            return read(source.Stream, NpyHeader.Read(source.Stream, place), source.Length, place);
        });
    }

    private T Read<T>(string name, Func<Stream, NpyHeader, long, T> read) => Read(name, (stream, header, length, _) => read(stream, header, length));

    private static T Guard<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidInputException($"features: {place} cannot be read: {e.Message}", e);
        }
    }

    private sealed record Source(Stream Stream, long Length, ZipArchive? Archive) : IDisposable
    {
        public void Dispose()
        {
            Stream.Dispose();
            Archive?.Dispose();
        }
    }
}

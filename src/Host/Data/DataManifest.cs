using System.Text.Json;
using System.Text.Json.Serialization;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>A file in a dataset's folder.</summary>
/// <param name="Name">Path below the folder, with slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">In hex.</param>
internal sealed record DataFile(string Name, long Bytes, string Sha256);

/// <summary>An obtained source and the files it provides.</summary>
/// <param name="File">The source's name.</param>
/// <param name="Origin">The address or local file that it came from.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Md5">In hex.</param>
/// <param name="Sha256">In hex.</param>
/// <param name="Files">The file itself, or the unpacked files of the archive.</param>
internal sealed record ObtainedSource(string File, string Origin, long Bytes, string Md5, string Sha256, IReadOnlyList<DataFile> Files)
{
    [JsonIgnore]
    public FileDigest Digest => new(Bytes, Md5, Sha256);
}

/// <summary>data.json: the record of the files that <c>metric data get</c> put into a folder.</summary>
internal sealed record DataManifest(string Dataset, IReadOnlyList<ObtainedSource> Sources)
{
    public const string FileName = DataSource.Manifest;

    /// <summary>On one line: a dataset may have a hundred thousand files.</summary>
    private static readonly JsonSerializerOptions Compact = new(Core.ResultJson.Options) { WriteIndented = false };

    /// <summary>The files of all sources.</summary>
    [JsonIgnore]
    public IEnumerable<DataFile> Files => Sources.SelectMany(source => source.Files);

    /// <summary>The manifest in a folder; null if it has none.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static DataManifest? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return !File.Exists(path) ? null
                : JsonSerializer.Deserialize<DataManifest>(File.ReadAllBytes(path), Core.ResultJson.Options) is { Sources: not null } read && read.Sources.All(s => s is { File: not null, Files: not null }) ? read
                : throw new JsonException("It lists no sources or files.");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{path}, the record of metric data get, cannot be read: {e.Message} Delete it and get the data again.", e);
        }
    }

    /// <summary>A copy in which the source is added, or replaces its earlier version.</summary>
    public DataManifest With(ObtainedSource source) => this with { Sources = [.. Sources.Where(s => s.File != source.File), source] };

    public void Publish(string folder) =>
        Core.Publish.FileAsync(Path.Combine(folder, FileName), stream => JsonSerializer.SerializeAsync(stream, this, Compact)).GetAwaiter().GetResult();
}

using System.Text.Json;

namespace MetricPlugins.Models;

/// <summary>The tensors of a model: in one safetensors file, or in several beside an index (<c>weight_map</c>: the file of each tensor).
/// Of several, a file is opened when something is first read from it.</summary>
internal sealed class Checkpoint : IDisposable
{
    public const string IndexEnding = ".index.json";

    /// <summary>As a header's: an index names what the headers of its files do.</summary>
    private const long LongestIndex = 100_000_000;

    private readonly string path;
    private readonly Dictionary<string, string> places;
    private readonly Dictionary<string, SafetensorsFile> opened = [];

    private Checkpoint(string path, Dictionary<string, string> places) => (this.path, this.places) = (path, places);

    /// <summary>Of all tensors.</summary>
    public IReadOnlyCollection<string> Names => places.Keys;

    /// <param name="path">A safetensors file, or an index, whose name ends in .index.json.</param>
    /// <exception cref="InvalidInputException">It is neither, or damaged.</exception>
    public static Checkpoint Open(string path)
    {
        if (path.EndsWith(IndexEnding, StringComparison.Ordinal))
            return new Checkpoint(path, ReadIndex(path));
        var file = SafetensorsFile.Open(path);
        var whole = new Checkpoint(path, file.Names.ToDictionary(name => name, _ => path));
        whole.opened.Add(path, file);
        return whole;
    }

    /// <summary>One tensor, as float32 on the CPU.</summary>
    /// <param name="name">In the file.</param>
    /// <param name="shape">What it must be; the same numbers in another shape ([1, 1, D] for [D]) are taken, too.</param>
    /// <exception cref="InvalidInputException">It is not there, or of another shape or type, or its file is damaged.</exception>
    public Tensor Read(string name, params long[] shape)
    {
        if (!places.TryGetValue(name, out var place))
            throw SafetensorsFile.Missing(path, name);
        if (!opened.TryGetValue(place, out var file))
        {
            if (!File.Exists(place))
                throw new InvalidInputException(
                    $"{path} says that {name} lies in {Path.GetFileName(place)}, which is not beside it. Get that file, too: hf download.");
            opened.Add(place, file = SafetensorsFile.Open(place));
        }

        return file.Read(name, shape);
    }

    public void Dispose()
    {
        foreach (var file in opened.Values)
            file.Dispose();
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LongestIndex)
                throw new FormatException($"it has {file.Length} bytes");
            using var json = JsonDocument.Parse(file);
            return json.RootElement.GetProperty("weight_map").EnumerateObject()
                .ToDictionary(tensor => tensor.Name, tensor => Beside(path, tensor.Value.GetString()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException
            or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path} should be the index of several safetensors files (weight_map) and cannot be read: {e.Message} Get it again.", e);
        }
    }

    private static string Beside(string path, string? name) => name is { Length: > 0 } && name.IndexOfAny(['/', '\\']) < 0
        ? Path.Combine(Path.GetDirectoryName(path) ?? "", name)
        : throw new FormatException($"its files lie beside it, and it names {name ?? "null"}.");
}

using System.Text.Json;

namespace MetricPlugins.Models;

/// <summary>The tensors of a model, in one safetensors file or in several listed by an index (<c>weight_map</c>: the file of each tensor).
/// Each of several files is opened when a tensor is first read from it.</summary>
internal sealed class Checkpoint : IDisposable
{
    public const string IndexEnding = ".index.json";

    /// <summary>The limit of a header: an index has the same tensor names.</summary>
    private const long LongestIndex = 100_000_000;

    private readonly string path;
    private readonly Dictionary<string, string> places;
    private readonly Dictionary<string, SafetensorsFile> opened = [];

    private Checkpoint(string path, Dictionary<string, string> places) => (this.path, this.places) = (path, places);

    /// <summary>Names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => places.Keys;

    /// <param name="path">A safetensors file, or an index, whose name ends in .index.json.</param>
    /// <exception cref="InvalidInputException">The file is neither, or is damaged.</exception>
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
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">The required shape; other shapes of as many values ([1, 1, D] for [D]) are accepted.</param>
    /// <exception cref="InvalidInputException">The tensor is missing or has another shape or type, or its file is damaged.</exception>
    public Tensor Read(string name, params long[] shape)
    {
        if (!places.TryGetValue(name, out var place))
            throw SafetensorsFile.Missing(path, name);
        if (!opened.TryGetValue(place, out var file))
        {
            if (!File.Exists(place))
                throw new InvalidInputException(
                    $"{path} says that {name} is in {Path.GetFileName(place)}, which is not in the same folder. Download that file too: hf download.");
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
        : throw new FormatException($"its files must be in the same folder; it names {name ?? "null"}.");
}

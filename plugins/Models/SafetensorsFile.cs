using System.Buffers.Binary;
using System.Text.Json;

namespace MetricPlugins.Models;

/// <summary>Tensors in a safetensors file: the length of a header (uint64, little-endian), the header (JSON: type, shape and offsets of each
/// tensor), then the values. Each tensor is read directly into its memory on request; nothing in the file is executed.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    /// <summary>The longest header that the format's own library accepts.</summary>
    private const long LongestHeader = 100_000_000;

    private readonly string path;
    private readonly FileStream file;
    private readonly Dictionary<string, Entry> entries;
    private readonly long valuesAt;

    private SafetensorsFile(string path, FileStream file)
    {
        (this.path, this.file) = (path, file);
        var header = ReadHeader();
        valuesAt = LengthBytes + header.Length;
        try
        {
            using var json = JsonDocument.Parse(header);
            entries = json.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__")
                .ToDictionary(p => p.Name, p => ReadEntry(p, file.Length - valuesAt));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or OverflowException or ArgumentException)
        {
            throw Broken($"its header is not a safetensors header: {e.Message}", e);
        }
    }

    /// <summary>Names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <exception cref="InvalidInputException">The file is not a safetensors file, or is damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return new SafetensorsFile(path, file);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw Unreadable(path, e);
            throw;
        }
    }

    /// <summary>The error for a file without a tensor that the model needs.</summary>
    public static InvalidInputException Missing(string path, string name) =>
        new($"{path} has no tensor {name}: the weights do not match the model and its config.json. "
            + "Name other weights: weights=DIR.");

    /// <summary>One tensor, as float32 on the CPU.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">The required shape; other shapes of as many values ([1, 1, D] for [D]) are accepted.</param>
    /// <exception cref="InvalidInputException">The tensor is missing or has another shape or type.</exception>
    public Tensor Read(string name, params long[] shape)
    {
        if (!entries.TryGetValue(name, out var entry))
            throw Missing(path, name);
        if (!entry.Shape.Where(n => n != 1).SequenceEqual(shape.Where(n => n != 1)))
            throw new InvalidInputException($"{name} should be [{string.Join(", ", shape)}], as config.json says; in {path} it is [{string.Join(", ", entry.Shape)}]. The two files do not belong together.");

        var type = entry.Type ?? throw new InvalidInputException(
            $"{name} in {path} is of type {entry.TypeName}; weights must be F32, F16 or BF16. Name other weights: weights=DIR.");

        var read = empty(shape, type);
        try
        {
            file.Position = valuesAt + entry.Start;
            file.ReadExactly(read.bytes);
        }
        catch (IOException e)
        {
            read.Dispose();
            throw Unreadable(path, e);
        }

        return read.to(ScalarType.Float32, disposeAfter: true);
    }

    public void Dispose() => file.Dispose();

    private byte[] ReadHeader()
    {
        Span<byte> first = stackalloc byte[LengthBytes];
        if (file.ReadAtLeast(first, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw new InvalidInputException($"{path} is not a safetensors file: it has {file.Length} bytes. Download it again.");
        if (first.StartsWith("PK"u8) || (first[0] == 0x80 && first[1] <= 5))
            throw new InvalidInputException($"{path} is a PyTorch pickle, which is refused because loading it can run code. Download the model's model.safetensors, or convert it with the safetensors library.");
        if (first.SequenceEqual("version "u8))
            throw new InvalidInputException(
                $"{path} is a Git LFS pointer: it names the weights but does not contain them. Run git lfs pull in its repository.");

        var size = BinaryPrimitives.ReadUInt64LittleEndian(first);
        if (size > LongestHeader || (long)size > file.Length - LengthBytes)
            throw Broken($"its header of {size} bytes does not fit into {file.Length} bytes");
        var header = new byte[size];
        file.ReadExactly(header);
        return header;
    }

    private Entry ReadEntry(JsonProperty tensor, long values)
    {
        var shape = tensor.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()).ToArray();
        var offsets = tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64()).ToArray();
        var name = tensor.Value.GetProperty("dtype").GetString();
        (ScalarType? type, var size) = name switch
        {
            "F32" => (ScalarType.Float32, 4),
            "F16" => (ScalarType.Float16, 2),
            "BF16" => (ScalarType.BFloat16, 2),
            _ => (default(ScalarType?), 0),
        };

        // Tensors of other types are allowed as long as they are not read: CLIP's position_ids are integers.
        var (start, end) = offsets is [var from, var to] ? (from, to) : throw Broken($"{tensor.Name} has {offsets.Length} offsets");
        var bytes = shape.All(n => n >= 0) ? shape.Aggregate((long)size, (product, n) => checked(product * n)) : -1;
        if (start < 0 || end < start || end > values || (type is not null && bytes != end - start))
            throw Broken($"{tensor.Name} ({name} [{string.Join(", ", shape)}]) has bytes {start} to {end} of {values}");
        return new Entry(type, name, shape, start);
    }

    private static InvalidInputException Unreadable(string path, Exception e) => new($"{path} cannot be read: {e.Message}", e);

    private InvalidInputException Broken(string why, Exception? inner = null) =>
        new($"{path} is not a complete safetensors file: {why}. Download it again.", inner ?? new InvalidDataException(why));

    /// <param name="Type">Null for a type that weights cannot have.</param>
    /// <param name="TypeName">The type's name in the file.</param>
    /// <param name="Shape">Shape of the tensor.</param>
    /// <param name="Start">Offset of its bytes after the header.</param>
    private readonly record struct Entry(ScalarType? Type, string? TypeName, long[] Shape, long Start);
}

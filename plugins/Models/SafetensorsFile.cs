using System.Buffers.Binary;
using System.Text.Json;

namespace MetricPlugins.Models;

/// <summary>Tensors in a safetensors file: the length of a header (uint64, little-endian), the header (JSON: type, shape and place of each
/// tensor), then the values. Each tensor is read straight into its memory when it is asked for; nothing of the file is ever run.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    /// <summary>As the format's own library has it.</summary>
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
            throw Broken($"its header is not what safetensors' is: {e.Message}", e);
        }
    }

    /// <summary>Of all tensors.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <exception cref="InvalidInputException">It is no safetensors file, or a damaged one.</exception>
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

    /// <summary>A file lacks a tensor that the model asks for.</summary>
    public static InvalidInputException Missing(string path, string name) =>
        new($"{path} has no tensor {name}: these are not the weights that the model and its config.json ask for. "
            + "Name others: weights=DIR.");

    /// <summary>One tensor, as float32 on the CPU.</summary>
    /// <param name="name">In the file.</param>
    /// <param name="shape">What it must be; the same numbers in another shape ([1, 1, D] for [D]) are taken, too.</param>
    /// <exception cref="InvalidInputException">It is not there, or of another shape or type.</exception>
    public Tensor Read(string name, params long[] shape)
    {
        if (!entries.TryGetValue(name, out var entry))
            throw Missing(path, name);
        if (!entry.Shape.Where(n => n != 1).SequenceEqual(shape.Where(n => n != 1)))
            throw new InvalidInputException($"{name} should be [{string.Join(", ", shape)}], as config.json says; in {path} it is [{string.Join(", ", entry.Shape)}]. The two files do not belong together.");

        var type = entry.Type ?? throw new InvalidInputException(
            $"{name} in {path} is of type {entry.TypeName}, and weights are F32, F16 or BF16. Name others: weights=DIR.");

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
            throw new InvalidInputException($"{path} is no safetensors file: it has {file.Length} bytes. Get it again.");
        if (first.StartsWith("PK"u8) || (first[0] == 0x80 && first[1] <= 5))
            throw new InvalidInputException($"{path} is a pickle of PyTorch's, whatever its name: opening one may run what it holds, so it is refused. Get the model's model.safetensors, or convert it with the safetensors library.");
        if (first.SequenceEqual("version "u8))
            throw new InvalidInputException(
                $"{path} is a Git LFS pointer: it names the weights and holds none of them. Get them: git lfs pull, in its repository.");

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

        // Tensors of other types may stand there as long as nobody reads them: CLIP's position_ids are whole numbers.
        var (start, end) = offsets is [var from, var to] ? (from, to) : throw Broken($"{tensor.Name} has {offsets.Length} offsets");
        var bytes = shape.All(n => n >= 0) ? shape.Aggregate((long)size, (product, n) => checked(product * n)) : -1;
        if (start < 0 || end < start || end > values || (type is not null && bytes != end - start))
            throw Broken($"{tensor.Name} ({name} [{string.Join(", ", shape)}]) has bytes {start} to {end} of {values}");
        return new Entry(type, name, shape, start);
    }

    private static InvalidInputException Unreadable(string path, Exception e) => new($"{path} cannot be read: {e.Message}", e);

    private InvalidInputException Broken(string why, Exception? inner = null) =>
        new($"{path} is no whole safetensors file: {why}. Get it again.", inner ?? new InvalidDataException(why));

    /// <param name="Type">Null for one that no weights have.</param>
    /// <param name="TypeName">In the file.</param>
    /// <param name="Shape">[…].</param>
    /// <param name="Start">Of its bytes, behind the header.</param>
    private readonly record struct Entry(ScalarType? Type, string? TypeName, long[] Shape, long Start);
}

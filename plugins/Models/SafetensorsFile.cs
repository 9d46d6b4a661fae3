using System.IO.MemoryMappedFiles;
using System.Text.Json;

namespace MetricPlugins.Models;

/// <summary>Tensors in a safetensors file: the length of a header (uint64, little-endian), the header (JSON: type, shape and place of each
/// tensor), then the values. The file is mapped, so that only what is read of it is loaded; nothing of it is ever run.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    /// <summary>As the format's own library has it.</summary>
    private const long LongestHeader = 100_000_000;

    private readonly string path;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, Entry> entries;
    private readonly long valuesAt;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, long length)
    {
        (this.path, this.file, this.view) = (path, file, view);
        var header = ReadHeader(length);
        valuesAt = LengthBytes + header.Length;
        try
        {
            using var json = JsonDocument.Parse(header);
            entries = json.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__").ToDictionary(p => p.Name, p => ReadEntry(p, length - valuesAt));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw Broken($"its header is not what safetensors' is: {e.Message}", e);
        }
    }

    /// <summary>Of all tensors.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <exception cref="InvalidInputException">It is no safetensors file, or a damaged one.</exception>
    public static SafetensorsFile Open(string path)
    {
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            var length = new FileInfo(path).Length;
            if (length < LengthBytes)
                throw new InvalidInputException($"{path} is no safetensors file: it has {length} bytes. Get it again.");
            RefusePickle(path);
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            return new SafetensorsFile(path, file, view, length);
        }
        catch (Exception e)
        {
            view?.Dispose();
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new InvalidInputException($"{path} cannot be read: {e.Message}", e);
            throw;
        }
    }

    /// <summary>One tensor, as float32 on the CPU.</summary>
    /// <param name="name">In the file.</param>
    /// <param name="shape">What it must be; the same numbers in another shape ([1, 1, D] for [D]) are taken, too.</param>
    /// <exception cref="InvalidInputException">It is not there, or of another shape or type.</exception>
    public Tensor Read(string name, params long[] shape)
    {
        if (!entries.TryGetValue(name, out var entry))
            throw new InvalidInputException($"{path} has no tensor {name}: these are not the weights that the model and its config.json ask for. Name others: weights=DIR.");
        if (!entry.Shape.Where(n => n != 1).SequenceEqual(shape.Where(n => n != 1)))
            throw new InvalidInputException($"{name} should be [{string.Join(", ", shape)}], as config.json says; in {path} it is [{string.Join(", ", entry.Shape)}]. The two files do not belong together.");

        var read = zeros(shape, entry.Type);
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(valuesAt + entry.Start), read.bytes);
        return read.to(ScalarType.Float32, disposeAfter: true);
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private static void RefusePickle(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[2];
        if (file.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2 && (first.SequenceEqual("PK"u8) || first[0] == 0x80 && first[1] <= 5))
            throw new InvalidInputException($"{path} is a pickle of PyTorch's, whatever its name: opening one may run what it holds, so it is refused. Get the model's model.safetensors, or convert it with the safetensors library.");
    }

    private byte[] ReadHeader(long length)
    {
        var size = view.ReadUInt64(0);
        if (size > LongestHeader || (long)size > length - LengthBytes)
            throw Broken($"its header of {size} bytes does not fit into {length} bytes");
        var header = new byte[size];
        view.SafeMemoryMappedViewHandle.ReadSpan<byte>(LengthBytes, header);
        return header;
    }

    private Entry ReadEntry(JsonProperty tensor, long values)
    {
        var shape = tensor.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()).ToArray();
        var offsets = tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64()).ToArray();
        var name = tensor.Value.GetProperty("dtype").GetString();
        var (type, size) = name switch
        {
            "F32" => (ScalarType.Float32, 4),
            "F16" => (ScalarType.Float16, 2),
            "BF16" => (ScalarType.BFloat16, 2),
            _ => (ScalarType.Bool, 0),
        };

        // Tensors of other types may stand there as long as nobody reads them: CLIP's position_ids are whole numbers.
        var (start, end) = offsets is [var from, var to] ? (from, to) : throw Broken($"{tensor.Name} has {offsets.Length} offsets");
        var bytes = shape.All(n => n >= 0) ? shape.Aggregate((long)size, (product, n) => checked(product * n)) : -1;
        if (start < 0 || end < start || end > values || (size > 0 && bytes != end - start))
            throw Broken($"{tensor.Name} ({name} [{string.Join(", ", shape)}]) has bytes {start} to {end} of {values}");
        return new Entry(size > 0 ? type : null, name, shape, start);
    }

    private InvalidInputException Broken(string why, Exception? inner = null) =>
        new($"{path} is no whole safetensors file: {why}. Get it again.", inner ?? new InvalidDataException(why));

    private readonly record struct Entry(ScalarType? Known, string? TypeName, long[] Shape, long Start)
    {
        public ScalarType Type => Known ?? throw new InvalidInputException($"Weights are F32, F16 or BF16; a tensor of {TypeName} cannot be one.");
    }
}

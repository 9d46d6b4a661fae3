using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The package's own layout of a tensor: type, rank, dimensions (LEB128 each), then the bytes.</summary>
public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        var shape = tensor.shape;
        writer.Encode((int)tensor.dtype);
        writer.Encode(shape.Length);
        foreach (var dimension in shape) writer.Encode(dimension);
        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream, 1 << 16);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        var made = empty(shape, type, CPU);
        Fill(made, reader, skip);
        return made;
    }

    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"The file holds a tensor of {type}, it is loaded into one of {tensor.dtype}.");
        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException(
                $"The file holds a tensor of shape [{string.Join(", ", shape)}], " +
                $"it is loaded into one of shape [{string.Join(", ", tensor.shape)}].");

        if (!skip && tensor.device_type == DeviceType.CPU && tensor.is_contiguous())
        {
            Fill(tensor, reader, skip: false);
            return;
        }

        using var read = empty(shape, type, CPU);
        Fill(read, reader, skip);
        if (skip) return;
        using (no_grad()) tensor.copy_(read);
    }

    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null) tensor = Load(reader, skip);
        else tensor.Load(reader, skip);
    }

    // libtorch's own limit in many operators.
    private const int MaximalRank = 64;

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Decode();
        var rank = reader.Decode();
        if (!Enum.IsDefined(type) || rank is < 0 or > MaximalRank)
            throw new InvalidDataException($"No tensor starts here: element type {(int)type}, {rank} dimensions. The file is damaged.");
        var shape = new long[rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = reader.Decode();
        return (type, shape);
    }

    private static void Fill(Tensor tensor, BinaryReader reader, bool skip)
    {
        using var memory = tensor.MemoryStream();
        var block = new byte[1 << 16];
        for (var left = memory.Length; left > 0;)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, left));
            reader.BaseStream.ReadExactly(part);
            if (!skip) memory.Write(part);
            left -= part.Length;
        }

        GC.KeepAlive(tensor);
    }
}

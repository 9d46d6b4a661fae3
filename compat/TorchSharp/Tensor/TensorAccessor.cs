using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a CPU tensor, view or not, in row-major order.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private Tensor? tensor;
    private readonly T* elements;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        this.tensor = tensor;
        elements = (T*)tensor.DataPointer();
        shape = tensor.shape;
        strides = tensor.Strides();
        contiguous = tensor.is_contiguous();
    }

    public long Count => tensor?.NumberOfElements ?? 0;

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = elements[indices.Length == 1 ? Offset(indices[0]) : Offset(indices)];
            GC.KeepAlive(tensor);
            return value;
        }

        set
        {
            elements[Offset(indices)] = value;
            GC.KeepAlive(tensor);
        }
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>The elements as an array of the tensor's own number of dimensions; a scalar is an array of one.</summary>
    public Array ToNDArray()
    {
        var array = Array.CreateInstance(typeof(T), shape.Length == 0 ? [1] : shape);
        var flat = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
            ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(
                ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array)),
            array.Length);
        CopyTo(flat);
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        if (Count == 0) return;
        var count = Overlap(array.Length, arrayIndex, tensorIndex);
        if (contiguous)
            new ReadOnlySpan<T>(elements + tensorIndex, count).CopyTo(array[arrayIndex..]);
        else
            for (var i = 0; i < count; i++) array[arrayIndex + i] = elements[Offset(tensorIndex + i)];
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = Overlap(array.Length, arrayIndex, tensorIndex);
        if (contiguous)
            array.Slice(arrayIndex, count).CopyTo(new Span<T>(elements + tensorIndex, count));
        else
            for (var i = 0; i < count; i++) elements[Offset(tensorIndex + i)] = array[arrayIndex + i];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++) yield return Element(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Lets go of the tensor; the tensor itself stays.</summary>
    public void Dispose() => tensor = null;

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var element in this) hash.Add(element);
        return hash.ToHashCode();
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.SequenceEqual(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    private T Element(long index)
    {
        var value = elements[Offset(index)];
        GC.KeepAlive(tensor);
        return value;
    }

    private int Overlap(int length, int arrayIndex, long tensorIndex)
    {
        if (tensorIndex < 0 || tensorIndex >= Count)
            throw new ArgumentOutOfRangeException(nameof(tensorIndex), tensorIndex, $"The tensor has {Count} elements.");
        return (int)Math.Min(length - arrayIndex, Count - tensorIndex);
    }

    private long Offset(long index)
    {
        if (index >= Count) throw new IndexOutOfRangeException($"Element {index} of a tensor of {Count}.");
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (contiguous) return index;

        var offset = 0L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            (index, var position) = Math.DivRem(index, shape[i]);
            offset += position * strides[i];
        }

        return offset;
    }

    private long Offset(long[] indices)
    {
        if (Count == 0) throw new IndexOutOfRangeException("The accessor has no elements.");
        var offset = 0L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (indices[i] < 0 || indices[i] >= shape[i])
                throw new IndexOutOfRangeException($"Position {indices[i]} of dimension {i}, which has {shape[i]}.");
            offset += indices[i] * strides[i];
        }

        return offset;
    }
}

using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The shape of a tensor as a value.</summary>
    public readonly struct Size : IEquatable<Size>, IEnumerable<long>
    {
        private readonly long[] dimensions;

        public Size(long[] shape) => dimensions = (long[])shape.Clone();

        public Size(IEnumerable<long> shape) => dimensions = [.. shape];

        public Size(int[] shape) => dimensions = Array.ConvertAll(shape, d => (long)d);

        public long[] Shape => dimensions;

        public int Length => dimensions.Length;

        public bool IsEmpty => dimensions.Length == 0;

        public long this[int idx] => dimensions[idx];

        public long numel() => dimensions.TotalSize();

        public static implicit operator Size(long[] size) => new(size);

        public static implicit operator Size(int[] size) => new(size);

        public static bool operator ==(Size left, Size right) => left.Equals(right);

        public static bool operator !=(Size left, Size right) => !left.Equals(right);

        public bool Equals(Size other) => dimensions.AsSpan().SequenceEqual(other.dimensions);

        public override bool Equals(object? obj) => obj is Size other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var dimension in dimensions) hash.Add(dimension);
            return hash.ToHashCode();
        }

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)dimensions).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => dimensions.GetEnumerator();
    }
}

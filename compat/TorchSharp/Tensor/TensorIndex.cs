namespace TorchSharp;

public static partial class torch
{
    /// <summary>What may stand between the brackets of a tensor: a position, a range, a mask, a tensor of positions.</summary>
    public readonly struct TensorIndex
    {
        // Keeps the native handle in Value alive.
        private readonly Tensor? tensor;
        private readonly IndexValue value;

        private TensorIndex(IndexValue value, Tensor? tensor = null) => (this.value, this.tensor) = (value, tensor);

        public static TensorIndex Ellipsis = new(new() { Kind = IndexKind.Ellipsis });

        public static TensorIndex None = new(new() { Kind = IndexKind.None });

        public static TensorIndex Null = None;

        public static TensorIndex Colon = Slice();

        internal IndexValue Value => tensor is null ? value : value with { Tensor = tensor.Handle };

        public static TensorIndex Bool(bool value) => new(new() { Kind = IndexKind.Boolean, Start = value ? 1 : 0 });

        public static TensorIndex Single(long? index) =>
            new(new() { Kind = IndexKind.Integer, Start = index ?? throw new ArgumentNullException(nameof(index)) });

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(new()
        {
            Kind = IndexKind.Slice,
            Has = (start.HasValue ? SliceParts.Start : 0) | (stop.HasValue ? SliceParts.Stop : 0) | (step.HasValue ? SliceParts.Step : 0),
            Start = start.GetValueOrDefault(),
            Stop = stop.GetValueOrDefault(),
            Step = step.GetValueOrDefault(),
        });

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) =>
            Slice(From(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : From(range.End));

        public static TensorIndex Tensor(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return new(new() { Kind = IndexKind.Tensor }, tensor);
        }

        public static implicit operator TensorIndex(long value) => Single(value);

        // Without it the compiler cannot choose between the two kinds of brackets.
        public static implicit operator Tensor(TensorIndex value) =>
            throw new InvalidOperationException("A place in a tensor is no tensor. This conversion only guides overload resolution.");

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(From(index));

        private static long From(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}

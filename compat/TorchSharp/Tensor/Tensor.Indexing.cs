using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private const int OnStack = 16;

        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => At([i1]);
            set => Put([i1], value);
        }

        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => Put([i1, i2], value);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => Put([i1, i2, i3], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => Put([i1, i2, i3, i4], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At([i1, i2, i3, i4, i5]);
            set => Put([i1, i2, i3, i4, i5], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At([i1, i2, i3, i4, i5, i6]);
            set => Put([i1, i2, i3, i4, i5, i6], value);
        }

        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Put(indices, value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var values = Array.ConvertAll(indices, i => i.Value);
            return Result(mt_index_get(Handle, values, values.Length), this, indices);
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            var values = Array.ConvertAll(indices, i => i.Value);
            Check(mt_index_set(Handle, values, values.Length, In(value)), this, indices, value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            var values = Array.ConvertAll(indices, i => i.Value);
            Check(mt_index_set_scalar(Handle, values, values.Length, value), this, indices);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Scalar value, params Tensor[] indices) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            var handles = Handles(indices);
            Check(mt_index_put_(Handle, handles, handles.Length, In(value), Byte(accumulate)), this, indices, value);
            return this;
        }

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            if (!accumulate) return index_put_(value, indices);

            using var target = index(indices);
            using var sum = target + value;
            return index_put_(sum, indices);
        }

        private Tensor At(ReadOnlySpan<long> positions)
        {
            var values = positions.Length <= OnStack ? stackalloc IndexValue[positions.Length] : new IndexValue[positions.Length];
            Fill(values, positions);
            return Result(mt_index_get(Handle, values, values.Length), this);
        }

        private void Put(ReadOnlySpan<long> positions, Tensor value)
        {
            var values = positions.Length <= OnStack ? stackalloc IndexValue[positions.Length] : new IndexValue[positions.Length];
            Fill(values, positions);
            Check(mt_index_set(Handle, values, values.Length, In(value)), this, value);
        }

        private static void Fill(Span<IndexValue> values, ReadOnlySpan<long> positions)
        {
            for (var i = 0; i < values.Length; i++) values[i] = new() { Kind = IndexKind.Integer, Start = positions[i] };
        }
    }
}

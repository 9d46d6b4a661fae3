using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor T => Result(mt_numpy_T(Handle), this);

        public Tensor t() => Result(mt_t(Handle), this);

        public Tensor transpose(long dim0, long dim1) => Result(mt_transpose(Handle, dim0, dim1), this);

        public Tensor permute(params long[] permutation) => Result(mt_permute(Handle, permutation, permutation.Length), this);

        public Tensor permute(IEnumerable<long> permutation) => permute([.. permutation]);

        public Tensor flip(params long[] dims) => Result(mt_flip(Handle, dims, dims.Length), this);

        public Tensor reshape(params long[] shape) => Result(mt_reshape(Handle, shape, shape.Length), this);

        public Tensor view(params long[] shape) => Result(mt_view(Handle, shape, shape.Length), this);

        public Tensor view_as(Tensor other) => Result(mt_view_as(Handle, In(other)), this, other);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Result(mt_flatten(Handle, start_dim, end_dim), this);

        public Tensor squeeze(long? dim = null) => Result(mt_squeeze(Handle, dim ?? 0, Byte(dim.HasValue)), this);

        public Tensor squeeze_(long? dim = null)
        {
            Check(mt_squeeze_(Handle, dim ?? 0, Byte(dim.HasValue)), this);
            return this;
        }

        public Tensor unsqueeze(long dim) => Result(mt_unsqueeze(Handle, dim), this);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            Result(mt_expand(Handle, sizes, sizes.Length, Byte(isImplicit)), this);

        public Tensor expand(Size sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);

        public Tensor repeat(params long[] sizes) => Result(mt_repeat(Handle, sizes, sizes.Length), this);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Result(
            mt_repeat_interleave_tensor(
                Handle, In(repeats), dim ?? 0, Byte(dim.HasValue), output_size ?? 0, Byte(output_size.HasValue)),
            this,
            repeats);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Result(
            mt_repeat_interleave(Handle, repeats, dim ?? 0, Byte(dim.HasValue), output_size ?? 0, Byte(output_size.HasValue)),
            this);

        public Tensor[] split(long size, int dim = 0) => List(mt_split(Handle, size, dim), this);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) =>
            List(mt_split_sizes(Handle, sizes, sizes.Length, dim), this);

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes);

        public Tensor[] chunk(long chunks, long dim = 0) => List(mt_chunk(Handle, chunks, dim), this);

        public Tensor[] unbind(long dimension = 0) => List(mt_unbind(Handle, dimension), this);
    }
}

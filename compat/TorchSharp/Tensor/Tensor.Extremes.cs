using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Largest, smallest, sorted, counted.</summary>
    public partial class Tensor
    {
        public Tensor max() => Result(mt_max(Handle), this);

        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Two(mt_max_dim(Handle, dim, Byte(keepdim), out var made), made, this);

        public Tensor min() => Result(mt_min(Handle), this);

        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Two(mt_min_dim(Handle, dim, Byte(keepdim), out var made), made, this);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Result(mt_amax(Handle, dims, dims.Length, Byte(keepdim)), this));

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Result(mt_amin(Handle, dims, dims.Length, Byte(keepdim)), this));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amin(params long[] dims) => amin((ReadOnlySpan<long>)dims);

        public Tensor argmax() => Result(mt_argmax(Handle, 0, 0, 0), this);

        public Tensor argmax(long dim, bool keepdim = false) => Result(mt_argmax(Handle, dim, 1, Byte(keepdim)), this);

        public Tensor argmin() => Result(mt_argmin(Handle, 0, 0, 0), this);

        public Tensor argmin(long dim, bool keepdim = false) => Result(mt_argmin(Handle, dim, 1, Byte(keepdim)), this);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Two(mt_sort(Handle, dim, Byte(descending), Byte(stable), out var made), made, this);

        public Tensor argsort(long dim = -1, bool descending = false) => Result(mt_argsort(Handle, dim, Byte(descending)), this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Two(mt_topk(Handle, k, dim, Byte(largest), Byte(sorted), out var made), made, this);

        public Tensor bincount(Tensor? weights, long minlength = 0) =>
            Result(mt_bincount(Handle, Optional(weights), minlength), this, weights);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Asked(
                Three(
                    mt_unique(
                        Handle, Byte(sorted), Byte(return_inverse), Byte(return_counts), dim ?? 0, Byte(dim.HasValue), out var made),
                    made,
                    this),
                return_inverse,
                return_counts);

        internal (Tensor output, Tensor? inverse_indices, Tensor? counts) UniqueConsecutive(
            bool return_inverse, bool return_counts, int? dim) =>
            Asked(
                Three(
                    mt_unique_consecutive(
                        Handle, Byte(return_inverse), Byte(return_counts), dim ?? 0, Byte(dim.HasValue), out var made),
                    made,
                    this),
                return_inverse,
                return_counts);

        private static (Tensor, Tensor?, Tensor?) Asked((Tensor Output, Tensor Inverse, Tensor Counts) made, bool inverse, bool counts)
        {
            if (!inverse) made.Inverse.Dispose();
            if (!counts) made.Counts.Dispose();
            return (made.Output, inverse ? made.Inverse : null, counts ? made.Counts : null);
        }

        private static Tensor Into(Tensor? destination, Tensor made)
        {
            if (destination is null) return made;
            using (made) return destination.copy_(made);
        }
    }
}

using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Result(mt_sum(Handle, Code(type)), this);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Result(mt_sum_dims(Handle, dim, dim.Length, Byte(keepdim), Code(type)), this);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor mean() => Result(mt_mean(Handle), this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Result(mt_mean_dims(Handle, dimensions, dimensions.Length, Byte(keepdim), Code(type)), this);

        public Tensor var(bool unbiased = true) => Result(mt_var(Handle, Byte(unbiased)), this);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            OfType(Result(mt_var_dims(Handle, dimensions, dimensions.Length, Byte(unbiased), Byte(keepdim)), this), type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor std(bool unbiased = true) => Result(mt_std(Handle, Byte(unbiased)), this);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            OfType(Result(mt_std_dims(Handle, dimensions, dimensions.Length, Byte(unbiased), Byte(keepdim)), this), type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor median() => Result(mt_median(Handle), this);

        public Tensor norm(float p = 2f) => Result(mt_norm(Handle, p), this);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => Result(mt_norm_dim(Handle, p, dim, Byte(keepdim)), this);

        public Tensor dist(Tensor other, float p = 2f) => Result(mt_dist(Handle, In(other), p), this, other);

        public Tensor logsumexp(long dim, bool keepdim = false) => Result(mt_logsumexp(Handle, dim, Byte(keepdim)), this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Result(mt_softmax(Handle, dim, Code(dtype)), this);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Result(mt_log_softmax(Handle, dim, Code(dtype)), this);

        public Tensor cumsum(long dim, ScalarType? type = null) => Result(mt_cumsum(Handle, dim, Code(type)), this);

        public Tensor all() => Result(mt_all(Handle), this);

        public Tensor all(long dim, bool keepdim = false) => Result(mt_all_dim(Handle, dim, Byte(keepdim)), this);

        public Tensor any() => Result(mt_any(Handle), this);

        public Tensor any(long dim, bool keepdim = false) => Result(mt_any_dim(Handle, dim, Byte(keepdim)), this);

        private static int Code(ScalarType? type) => type is null ? -1 : (int)type.Value;

        private static Tensor OfType(Tensor made, ScalarType? type) => type is null ? made : made.to_type(type.Value, disposeAfter: true);
    }
}

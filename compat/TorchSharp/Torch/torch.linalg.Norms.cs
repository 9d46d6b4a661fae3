using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        private static readonly long[] LastTwo = [-2, -1];

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Result(mt_linalg_norm_named(In(input), ord, dims, dims?.Length ?? 0, Byte(keepdim)), input);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Result(mt_linalg_norm(In(input), ord, dims, dims?.Length ?? 0, Byte(keepdim)), input);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            Result(mt_linalg_norm(In(input), (long)ord, dims, dims?.Length ?? 0, Byte(keepdim)), input);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            Result(mt_linalg_norm(In(input), ScalarValue.None, dims, dims?.Length ?? 0, Byte(keepdim)), input);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Result(mt_linalg_vector_norm(In(input), ord, dims, dims?.Length ?? 0, Byte(keepdim)), input);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Result(mt_linalg_matrix_norm_named(In(input), ord, dims ?? LastTwo, (dims ?? LastTwo).Length, Byte(keepdim)), input);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Result(mt_linalg_matrix_norm(In(input), ord, dims ?? LastTwo, (dims ?? LastTwo).Length, Byte(keepdim)), input);
    }
}

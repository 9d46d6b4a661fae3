using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static Tensor cholesky(Tensor input) => Result(mt_linalg_cholesky(In(input)), input);

        public static Tensor det(Tensor input) => Result(mt_linalg_det(In(input)), input);

        public static Tensor inv(Tensor input) => Result(mt_linalg_inv(In(input)), input);

        public static (Tensor, Tensor) slogdet(Tensor input) => Two(mt_linalg_slogdet(In(input), out var made), made, input);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') =>
            Two(mt_linalg_eigh(In(input), UPLO.ToString(), out var made), made, input);

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') =>
            Result(mt_linalg_eigvalsh(In(input), UPLO.ToString()), input);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Two(mt_linalg_qr(In(input), mode.ToString().ToLowerInvariant(), out var made), made, input);

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            Three(mt_linalg_svd(In(input), Byte(fullMatrices), out var made), made, input);

        public static Tensor svdvals(Tensor input) => Result(mt_linalg_svdvals(In(input)), input);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) =>
            Result(mt_linalg_solve(In(A), In(B), Byte(left)), A, B);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            LeastSquares(input, other, null);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(
            Tensor input, Tensor other, double rcond) => LeastSquares(input, other, rcond);

        public static Tensor multi_dot(IList<Tensor> tensors)
        {
            var handles = Handles(tensors);
            return Result(mt_linalg_multi_dot(handles, handles.Length), tensors);
        }

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => Result(
            mt_linalg_pinv(In(input), atol ?? 0, Byte(atol.HasValue), rtol ?? 0, Byte(rtol.HasValue), Byte(hermitian)),
            input);

        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Result(mt_linalg_pinv_tensor(In(input), In(atol), Optional(rtol), Byte(hermitian)), input, atol, rtol);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => Result(
            mt_linalg_matrix_rank(In(input), atol ?? 0, Byte(atol.HasValue), rtol ?? 0, Byte(rtol.HasValue), Byte(hermitian)),
            input);

        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Result(mt_linalg_matrix_rank_tensor(In(input), In(atol), Optional(rtol), Byte(hermitian)), input, atol, rtol);

        private static (Tensor, Tensor, Tensor, Tensor) LeastSquares(Tensor input, Tensor other, double? rcond)
        {
            Check(mt_linalg_lstsq(In(input), In(other), rcond ?? 0, Byte(rcond.HasValue), out var made), input, other);
            return (new(made.First), new(made.Second), new(made.Third), new(made.Fourth));
        }
    }
}

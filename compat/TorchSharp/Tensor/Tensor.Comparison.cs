using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Result(mt_eq(Handle, In(target)), this, target);

        public Tensor eq(Scalar target) => Equal(this, target);

        public Tensor ne(Tensor target) => Result(mt_ne(Handle, In(target)), this, target);

        public Tensor ne(Scalar target) => NotEqual(this, target);

        public Tensor lt(Tensor target) => Result(mt_lt(Handle, In(target)), this, target);

        public Tensor lt(Scalar target) => Less(this, target);

        public Tensor le(Tensor target) => Result(mt_le(Handle, In(target)), this, target);

        public Tensor le(Scalar target) => LessOrEqual(this, target);

        public Tensor gt(Tensor target) => Result(mt_gt(Handle, In(target)), this, target);

        public Tensor gt(Scalar target) => Greater(this, target);

        public Tensor ge(Tensor target) => Result(mt_ge(Handle, In(target)), this, target);

        public Tensor ge(Scalar target) => GreaterOrEqual(this, target);

        public Tensor equal(Tensor target) => eq(target);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false)
        {
            Check(mt_allclose(Handle, In(target), rtol, atol, Byte(equal_nan), out var close), this, target);
            return close != 0;
        }

        /// <summary>Same shape and same values, as one answer.</summary>
        public bool Equals(Tensor target)
        {
            Check(mt_equal(Handle, In(target), out var same), this, target);
            return same != 0;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        public Tensor logical_and(Tensor other) => Result(mt_logical_and(Handle, In(other)), this, other);

        public Tensor logical_or(Tensor other) => Result(mt_logical_or(Handle, In(other)), this, other);

        public Tensor logical_xor(Tensor other) => Result(mt_logical_xor(Handle, In(other)), this, other);

        public Tensor logical_not() => Result(mt_logical_not(Handle), this);

        public Tensor isfinite() => Result(mt_isfinite(Handle), this);

        public Tensor isinf() => Result(mt_isinf(Handle), this);

        public Tensor isnan() => Result(mt_isnan(Handle), this);

        private static Tensor Equal(Tensor left, ScalarValue right) => Result(mt_eq_scalar(In(left), right), left);

        private static Tensor NotEqual(Tensor left, ScalarValue right) => Result(mt_ne_scalar(In(left), right), left);

        private static Tensor Less(Tensor left, ScalarValue right) => Result(mt_lt_scalar(In(left), right), left);

        private static Tensor LessOrEqual(Tensor left, ScalarValue right) => Result(mt_le_scalar(In(left), right), left);

        private static Tensor Greater(Tensor left, ScalarValue right) => Result(mt_gt_scalar(In(left), right), left);

        private static Tensor GreaterOrEqual(Tensor left, ScalarValue right) => Result(mt_ge_scalar(In(left), right), left);
    }
}

using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Result(mt_add(Handle, In(target)), this, target);

        public Tensor add(Tensor target, Scalar alpha) => Result(mt_add_alpha(Handle, In(target), alpha), this, target);

        public Tensor add(Scalar scalar) => Plus(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Result(mt_add_scalar(Handle, scalar, alpha), this);

        public Tensor add_(Tensor target) => AddInPlace(target, 1L);

        public Tensor add_(Tensor target, Scalar alpha) => AddInPlace(target, alpha);

        public Tensor add_(Scalar scalar) => AddInPlace((ScalarValue)scalar, 1L);

        public Tensor add_(Scalar scalar, Scalar alpha) => AddInPlace((ScalarValue)scalar, alpha);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Result(mt_addmm(Handle, In(mat1), In(mat2), beta, alpha), this, mat1, mat2);

        public Tensor sub(Tensor target) => Result(mt_sub(Handle, In(target)), this, target);

        public Tensor sub(Scalar target) => Minus(this, target);

        public Tensor sub_(Tensor target)
        {
            Check(mt_sub_(Handle, In(target)), this, target);
            return this;
        }

        public Tensor sub_(Scalar target)
        {
            Check(mt_sub_scalar_(Handle, target), this);
            return this;
        }

        public Tensor mul(Tensor target) => Result(mt_mul(Handle, In(target)), this, target);

        public Tensor mul(Scalar target) => Times(this, target);

        public Tensor mul_(Tensor target)
        {
            Check(mt_mul_(Handle, In(target)), this, target);
            return this;
        }

        public Tensor mul_(Scalar target)
        {
            Check(mt_mul_scalar_(Handle, target), this);
            return this;
        }

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Result(mt_div(Handle, In(target)), this, target)
            : Result(mt_div_rounded(Handle, In(target), (int)rounding_mode), this, target);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Over(this, target)
            : Result(mt_div_rounded_scalar(Handle, target, (int)rounding_mode), this);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Check(mt_div_(Handle, In(target), (int)rounding_mode), this, target);
            return this;
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Check(mt_div_scalar_(Handle, target, (int)rounding_mode), this);
            return this;
        }

        public Tensor neg() => Result(mt_neg(Handle), this);

        public Tensor pow(Tensor exponent) => Result(mt_pow(Handle, In(exponent)), this, exponent);

        public Tensor pow(Scalar exponent) => Result(mt_pow_scalar(Handle, exponent), this);

        private static Tensor Plus(Tensor left, ScalarValue right) => Result(mt_add_scalar(In(left), right, 1L), left);

        private static Tensor Minus(Tensor left, ScalarValue right) => Result(mt_sub_scalar(In(left), right), left);

        private static Tensor Minus(ScalarValue left, Tensor right) => Result(mt_rsub_scalar(In(right), left), right);

        private static Tensor Times(Tensor left, ScalarValue right) => Result(mt_mul_scalar(In(left), right), left);

        private static Tensor Over(Tensor left, ScalarValue right) => Result(mt_div_scalar(In(left), right), left);

        private static Tensor Over(ScalarValue left, Tensor right) => Result(mt_rdiv_scalar(In(right), left), right);

        private static Tensor Modulo(Tensor left, ScalarValue right) => Result(mt_remainder_scalar(In(left), right), left);

        private Tensor AddInPlace(Tensor target, ScalarValue alpha)
        {
            Check(mt_add_(Handle, In(target), alpha), this, target);
            return this;
        }

        private Tensor AddInPlace(ScalarValue value, ScalarValue alpha)
        {
            Check(mt_add_scalar_(Handle, value, alpha), this);
            return this;
        }
    }
}

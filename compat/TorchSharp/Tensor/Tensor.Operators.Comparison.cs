using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator ==(Tensor left, Tensor right) => Result(mt_eq(In(left), In(right)), left, right);
        public static Tensor operator ==(Tensor left, Scalar right) => Equal(left, right);
        public static Tensor operator ==(Tensor left, int right) => Equal(left, right);
        public static Tensor operator ==(Tensor left, long right) => Equal(left, right);
        public static Tensor operator ==(Tensor left, float right) => Equal(left, right);
        public static Tensor operator ==(Tensor left, double right) => Equal(left, right);
        public static Tensor operator ==(Scalar left, Tensor right) => Equal(right, left);

        public static Tensor operator !=(Tensor left, Tensor right) => Result(mt_ne(In(left), In(right)), left, right);
        public static Tensor operator !=(Tensor left, Scalar right) => NotEqual(left, right);
        public static Tensor operator !=(Tensor left, int right) => NotEqual(left, right);
        public static Tensor operator !=(Tensor left, long right) => NotEqual(left, right);
        public static Tensor operator !=(Tensor left, float right) => NotEqual(left, right);
        public static Tensor operator !=(Tensor left, double right) => NotEqual(left, right);
        public static Tensor operator !=(Scalar left, Tensor right) => NotEqual(right, left);

        public static Tensor operator <(Tensor left, Tensor right) => Result(mt_lt(In(left), In(right)), left, right);
        public static Tensor operator <(Tensor left, Scalar right) => Less(left, right);
        public static Tensor operator <(Tensor left, int right) => Less(left, right);
        public static Tensor operator <(Tensor left, long right) => Less(left, right);
        public static Tensor operator <(Tensor left, float right) => Less(left, right);
        public static Tensor operator <(Tensor left, double right) => Less(left, right);
        public static Tensor operator <(Scalar left, Tensor right) => Greater(right, left);

        public static Tensor operator <=(Tensor left, Tensor right) => Result(mt_le(In(left), In(right)), left, right);
        public static Tensor operator <=(Tensor left, Scalar right) => LessOrEqual(left, right);
        public static Tensor operator <=(Tensor left, int right) => LessOrEqual(left, right);
        public static Tensor operator <=(Tensor left, long right) => LessOrEqual(left, right);
        public static Tensor operator <=(Tensor left, float right) => LessOrEqual(left, right);
        public static Tensor operator <=(Tensor left, double right) => LessOrEqual(left, right);
        public static Tensor operator <=(Scalar left, Tensor right) => GreaterOrEqual(right, left);

        public static Tensor operator >(Tensor left, Tensor right) => Result(mt_gt(In(left), In(right)), left, right);
        public static Tensor operator >(Tensor left, Scalar right) => Greater(left, right);
        public static Tensor operator >(Tensor left, int right) => Greater(left, right);
        public static Tensor operator >(Tensor left, long right) => Greater(left, right);
        public static Tensor operator >(Tensor left, float right) => Greater(left, right);
        public static Tensor operator >(Tensor left, double right) => Greater(left, right);
        public static Tensor operator >(Scalar left, Tensor right) => Less(right, left);

        public static Tensor operator >=(Tensor left, Tensor right) => Result(mt_ge(In(left), In(right)), left, right);
        public static Tensor operator >=(Tensor left, Scalar right) => GreaterOrEqual(left, right);
        public static Tensor operator >=(Tensor left, int right) => GreaterOrEqual(left, right);
        public static Tensor operator >=(Tensor left, long right) => GreaterOrEqual(left, right);
        public static Tensor operator >=(Tensor left, float right) => GreaterOrEqual(left, right);
        public static Tensor operator >=(Tensor left, double right) => GreaterOrEqual(left, right);
        public static Tensor operator >=(Scalar left, Tensor right) => LessOrEqual(right, left);
    }
}

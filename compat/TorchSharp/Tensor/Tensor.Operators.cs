using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Result(mt_add(In(left), In(right)), left, right);
        public static Tensor operator +(Tensor left, Scalar right) => Plus(left, right);
        public static Tensor operator +(Tensor left, int right) => Plus(left, right);
        public static Tensor operator +(Tensor left, long right) => Plus(left, right);
        public static Tensor operator +(Tensor left, float right) => Plus(left, right);
        public static Tensor operator +(Tensor left, double right) => Plus(left, right);
        public static Tensor operator +(Scalar left, Tensor right) => Plus(right, left);
        public static Tensor operator +(int left, Tensor right) => Plus(right, left);
        public static Tensor operator +(long left, Tensor right) => Plus(right, left);
        public static Tensor operator +(float left, Tensor right) => Plus(right, left);
        public static Tensor operator +(double left, Tensor right) => Plus(right, left);

        public static Tensor operator -(Tensor left, Tensor right) => Result(mt_sub(In(left), In(right)), left, right);
        public static Tensor operator -(Tensor left, Scalar right) => Minus(left, right);
        public static Tensor operator -(Tensor left, int right) => Minus(left, right);
        public static Tensor operator -(Tensor left, long right) => Minus(left, right);
        public static Tensor operator -(Tensor left, float right) => Minus(left, right);
        public static Tensor operator -(Tensor left, double right) => Minus(left, right);
        public static Tensor operator -(Scalar left, Tensor right) => Minus(left, right);
        public static Tensor operator -(int left, Tensor right) => Minus(left, right);
        public static Tensor operator -(long left, Tensor right) => Minus(left, right);
        public static Tensor operator -(float left, Tensor right) => Minus(left, right);
        public static Tensor operator -(double left, Tensor right) => Minus(left, right);

        public static Tensor operator *(Tensor left, Tensor right) => Result(mt_mul(In(left), In(right)), left, right);
        public static Tensor operator *(Tensor left, Scalar right) => Times(left, right);
        public static Tensor operator *(Tensor left, int right) => Times(left, right);
        public static Tensor operator *(Tensor left, long right) => Times(left, right);
        public static Tensor operator *(Tensor left, float right) => Times(left, right);
        public static Tensor operator *(Tensor left, double right) => Times(left, right);
        public static Tensor operator *(Scalar left, Tensor right) => Times(right, left);
        public static Tensor operator *(int left, Tensor right) => Times(right, left);
        public static Tensor operator *(long left, Tensor right) => Times(right, left);
        public static Tensor operator *(float left, Tensor right) => Times(right, left);
        public static Tensor operator *(double left, Tensor right) => Times(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Result(mt_div(In(left), In(right)), left, right);
        public static Tensor operator /(Tensor left, Scalar right) => Over(left, right);
        public static Tensor operator /(Tensor left, int right) => Over(left, right);
        public static Tensor operator /(Tensor left, long right) => Over(left, right);
        public static Tensor operator /(Tensor left, float right) => Over(left, right);
        public static Tensor operator /(Tensor left, double right) => Over(left, right);
        public static Tensor operator /(Scalar left, Tensor right) => Over(left, right);
        public static Tensor operator /(int left, Tensor right) => Over(left, right);
        public static Tensor operator /(long left, Tensor right) => Over(left, right);
        public static Tensor operator /(float left, Tensor right) => Over(left, right);
        public static Tensor operator /(double left, Tensor right) => Over(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Result(mt_remainder(In(left), In(right)), left, right);
        public static Tensor operator %(Tensor left, Scalar right) => Modulo(left, right);
        public static Tensor operator %(Tensor left, int right) => Modulo(left, right);
        public static Tensor operator %(Tensor left, long right) => Modulo(left, right);
        public static Tensor operator %(Tensor left, float right) => Modulo(left, right);
        public static Tensor operator %(Tensor left, double right) => Modulo(left, right);

        public static Tensor operator -(Tensor tensor) => Result(mt_neg(In(tensor)), tensor);
        public static Tensor operator ~(Tensor left) => Result(mt_bitwise_not(In(left)), left);
        public static Tensor operator &(Tensor left, Tensor right) => Result(mt_bitwise_and(In(left), In(right)), left, right);
        public static Tensor operator |(Tensor left, Tensor right) => Result(mt_bitwise_or(In(left), In(right)), left, right);
        public static Tensor operator ^(Tensor left, Tensor right) => Result(mt_bitwise_xor(In(left), In(right)), left, right);
    }
}

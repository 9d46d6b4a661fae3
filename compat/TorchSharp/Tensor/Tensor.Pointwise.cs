using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Result(mt_abs(Handle), this);

        public Tensor exp() => Result(mt_exp(Handle), this);

        public Tensor floor() => Result(mt_floor(Handle), this);

        public Tensor gelu() => Result(mt_gelu(Handle), this);

        public Tensor log() => Result(mt_log(Handle), this);

        public Tensor log1p() => Result(mt_log1p(Handle), this);

        public Tensor relu() => Result(mt_relu(Handle), this);

        public Tensor round(long decimals = 0) => Result(mt_round(Handle, decimals), this);

        public Tensor rsqrt() => Result(mt_rsqrt(Handle), this);

        public Tensor sigmoid() => Result(mt_sigmoid(Handle), this);

        public Tensor sign() => Result(mt_sign(Handle), this);

        public Tensor sqrt() => Result(mt_sqrt(Handle), this);

        public Tensor square() => Result(mt_square(Handle), this);

        public Tensor tanh() => Result(mt_tanh(Handle), this);

        public Tensor maximum(Tensor other) => Result(mt_maximum(Handle, In(other)), this, other);

        public Tensor minimum(Tensor other) => Result(mt_minimum(Handle, In(other)), this, other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) =>
            Result(mt_clamp(Handle, ScalarValue.Optional(min), ScalarValue.Optional(max)), this);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) =>
            Result(mt_clamp_tensor(Handle, Optional(min), Optional(max)), this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            Check(mt_clamp_(Handle, ScalarValue.Optional(min), ScalarValue.Optional(max)), this);
            return this;
        }

        public Tensor clamp_(Tensor? min = null, Tensor? max = null)
        {
            Check(mt_clamp_tensor_(Handle, Optional(min), Optional(max)), this, min, max);
            return this;
        }

        public Tensor clamp_max(Scalar max) => Result(mt_clamp(Handle, ScalarValue.None, max), this);

        public Tensor clamp_min(Scalar min) => Result(mt_clamp(Handle, min, ScalarValue.None), this);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Result(
            mt_nan_to_num(
                Handle, nan, posinf.GetValueOrDefault(), Byte(posinf.HasValue), neginf.GetValueOrDefault(), Byte(neginf.HasValue)),
            this);

        public Tensor where(Tensor condition, Tensor y) => Result(mt_where(In(condition), Handle, In(y)), condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => Result(mt_masked_fill(Handle, In(mask), value), this, mask);

        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            Check(mt_masked_fill_(Handle, In(mask), value), this, mask);
            return this;
        }
    }
}

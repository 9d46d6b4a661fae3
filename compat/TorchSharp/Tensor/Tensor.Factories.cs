using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>New tensors after the pattern of this one.</summary>
    public partial class Tensor
    {
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros(shape, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var size = shape;
            return Result(mt_ones(size, size.Length, Like(dtype, device, requires_grad)));
        }

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var size = shape;
            return Result(mt_randn(size, size.Length, IntPtr.Zero, Like(dtype, device, requires_grad)));
        }

        public Tensor new_zeros(
            ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Result(mt_zeros(size, size.Length, Like(dtype, device, requires_grad)));

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null)
        {
            Check(mt_normal_(Handle, mean, std, Optional(generator)), this, generator);
            return this;
        }

        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            Check(mt_uniform_(Handle, from, to, Optional(generator)), this, generator);
            return this;
        }

        private TensorOptions Like(ScalarType? dtype, Device? device, bool requiresGrad) =>
            new(dtype ?? this.dtype, device ?? this.device, requiresGrad);
    }
}

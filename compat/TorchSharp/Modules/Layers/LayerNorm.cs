using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        public sealed class LayerNorm : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))]
            private Parameter? _weight;
            [ComponentName(Name = nameof(bias))]
            private Parameter? _bias;

            internal LayerNorm(
                long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
                : base(nameof(LayerNorm))
            {
                this.normalized_shape = normalized_shape;
                this.eps = eps;
                this.elementwise_affine = elementwise_affine;
                if (!elementwise_affine) return;
                weight = new Parameter(ones(normalized_shape, dtype, device));
                if (bias) this.bias = new Parameter(zeros(normalized_shape, dtype, device));
            }

            public long[] normalized_shape { get; set; }
            public double eps { get; set; }
            public bool elementwise_affine { get; set; }

            public Parameter weight
            {
                get => _weight!;
                set => Assign(ref _weight, value, nameof(weight));
            }

            public Parameter? bias
            {
                get => _bias;
                set => Assign(ref _bias, value, nameof(bias));
            }

            public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);

            protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => MoveOwn(dtype, device);

            protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                MoveOwn(null, new Device(deviceType, deviceIndex));

            protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => MoveOwn(dtype, null);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(
                long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(
                long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                LayerNorm([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}

using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        public sealed class Linear : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))]
            private Parameter? _weight;
            [ComponentName(Name = nameof(bias))]
            private Parameter? _bias;

            internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
            {
                in_features = weight.shape[1];
                out_features = weight.shape[0];
                this.weight = weight;
                if (bias is not null) this.bias = bias;
            }

            internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
                : this(new Parameter(empty([outputSize, inputSize], dtype, device)),
                       hasBias ? new Parameter(empty([outputSize], dtype, device)) : null) =>
                nn.init.AsByDefault(weight, bias);

            public long in_features { get; set; }
            public long out_features { get; set; }

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

            public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);

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
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
        }
    }
}

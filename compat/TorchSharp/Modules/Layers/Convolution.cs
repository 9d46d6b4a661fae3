using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    public enum Padding
    {
        Valid = 0,
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))]
        private Parameter? _weight;
        [ComponentName(Name = nameof(bias))]
        private Parameter? _bias;

        private protected Convolution(
            string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
            long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype) : base(name)
        {
            if (padding_type == Padding.Same && stride.Any(s => s != 1))
                throw new ArgumentException("padding='same' is not supported for strided convolutions");

            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.padding_type = padding_type;
            this.dilation = dilation;
            this.groups = groups;
            this.padding_mode = padding_mode;

            weight = new Parameter(empty([out_channels, in_channels / groups, .. kernel_size], dtype, device));
            if (bias) this.bias = new Parameter(empty([out_channels], dtype, device));
            nn.init.AsByDefault(weight, this.bias);
        }

        public long in_channels { get; }
        public long out_channels { get; }
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[]? padding { get; }
        public Padding? padding_type { get; }
        public PaddingModes padding_mode { get; set; }
        public long[] dilation { get; set; }
        public long groups { get; set; }

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

        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var channels = (int)(input.dim() - dimensions - 1);
            return channels is 0 or 1 && input.shape[channels] == in_channels;
        }

        /// <summary>Before, after the last dimension first: what functional.pad takes.</summary>
        private protected long[] PaddingPairs()
        {
            var pairs = new List<long>();
            for (var i = kernel_size.Length - 1; i >= 0; i--)
            {
                var total = padding is null ? dilation[i] * (kernel_size[i] - 1) : 2 * padding[i];
                if (padding_type == Padding.Valid) total = 0;
                pairs.AddRange([total / 2, total - total / 2]);
            }
            return [.. pairs];
        }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => MoveOwn(dtype, device);

        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
            MoveOwn(null, new Device(deviceType, deviceIndex));

        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => MoveOwn(dtype, null);
    }
}

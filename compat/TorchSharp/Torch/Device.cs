using System.Globalization;

namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA { get; } = new(DeviceType.CUDA);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    /// <summary>A kind of processor and which one of its kind; -1 is the current one.</summary>
    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':');
            var known = parts.Length <= 2;
            var number = -1;
            if (parts.Length == 2) known = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number);
            if (!known)
                throw new ArgumentException($"\"{description}\" names no device. Write it as cpu, cuda or cuda:0.", nameof(description));

            type = Parse(parts[0]);
            index = Normal(type, number);
        }

        public Device(string deviceType, int index = -1)
        {
            type = Parse(deviceType);
            this.index = Normal(type, index);
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = Normal(deviceType, index);
        }

        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        public int index { get; }

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return index == -1 ? name : $"{name}:{index}";
        }

        public static implicit operator Device(string description) => new(description);

        // There is one CPU: cpu:0 is the cpu.
        private static int Normal(DeviceType type, int index) => type == DeviceType.CPU ? -1 : index;

        private static DeviceType Parse(string name) => Enum.TryParse<DeviceType>(name, ignoreCase: true, out var type)
            ? type
            : throw new ArgumentException($"\"{name}\" is no kind of device. Known kinds: cpu, cuda.", nameof(name));
    }
}

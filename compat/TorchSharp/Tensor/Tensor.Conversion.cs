using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor alias() => Result(mt_alias(Handle), this);

        public Tensor clone() => Result(mt_clone(Handle), this);

        public Tensor contiguous() => Result(mt_contiguous(Handle), this);

        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            Check(mt_copy_(Handle, In(source), Byte(nonBlocking)), this, source);
            return this;
        }

        public Tensor fill_(Scalar value)
        {
            Check(mt_fill_(Handle, value), this);
            return this;
        }

        public Tensor zero_()
        {
            Check(mt_zero_(Handle), this);
            return this;
        }

        public Tensor cpu() => to(DeviceType.CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            device is null || device.type == DeviceType.CUDA
                ? to(device ?? CUDA, non_blocking: non_blocking)
                : throw new ArgumentException($"Not a CUDA device: {device}.", nameof(device));

        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(dtype, deviceType, deviceIndex, copy, disposeAfter, non_blocking);

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(dtype, device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) =>
            To(other.dtype, other.device_type, other.device.index, copy: false, disposeAfter: false, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Result(mt_to_type(Handle, (int)type, Byte(copy), Byte(non_blocking)), this));

        public Tensor type(ScalarType dtype) => to_type(dtype);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor @bool() => to_type(ScalarType.Bool);

        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        private Tensor To(ScalarType type, DeviceType device, int index, bool copy, bool disposeAfter, bool nonBlocking) => After(
            disposeAfter,
            Result(mt_to(Handle, (int)device, index, (int)type, Byte(copy), Byte(nonBlocking)), this));

        private Tensor After(bool dispose, Tensor converted)
        {
            if (dispose) Dispose();
            return converted;
        }
    }
}

using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions
        {
            get
            {
                var dimensions = mt_dim(Handle);
                GC.KeepAlive(this);
                return dimensions;
            }
        }

        public long ndim => Dimensions;

        public long dim() => Dimensions;

        public long NumberOfElements
        {
            get
            {
                var count = mt_numel(Handle);
                GC.KeepAlive(this);
                return count;
            }
        }

        public long numel() => NumberOfElements;

        public long ElementSize
        {
            get
            {
                var size = mt_element_size(Handle);
                GC.KeepAlive(this);
                return size;
            }
        }

        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)mt_dtype(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        public DeviceType device_type
        {
            get
            {
                var type = (DeviceType)mt_device_type(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        public Device device
        {
            get
            {
                var type = device_type;
                if (type == DeviceType.CPU) return CPU;
                return new Device(type, device_index);
            }
        }

        internal int device_index
        {
            get
            {
                var index = mt_device_index(Handle);
                GC.KeepAlive(this);
                return index;
            }
        }

        internal bool is_floating_point() =>
            dtype is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous()
        {
            var contiguous = mt_is_contiguous(Handle) != 0;
            GC.KeepAlive(this);
            return contiguous;
        }

        public unsafe long[] shape
        {
            get
            {
                var values = new long[Dimensions];
                fixed (long* pointer = values) Check(mt_shape(Handle, pointer), this);
                return values;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            Check(mt_size(Handle, dim, out var length), this);
            return length;
        }

        internal unsafe long[] Strides()
        {
            var values = new long[Dimensions];
            fixed (long* pointer = values) Check(mt_stride(Handle, pointer), this);
            return values;
        }
    }
}

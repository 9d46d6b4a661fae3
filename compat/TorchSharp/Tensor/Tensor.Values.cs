using TorchSharp.Utils;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor's memory, as .NET sees it.</summary>
    public partial class Tensor
    {
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireElements<T>();
            return new TensorAccessor<T>(this);
        }

        public T item<T>() where T : unmanaged
        {
            RequireElements<T>();
            return SingleElement<T>();
        }

        /// <summary>The memory itself: valid while the tensor is.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                RequireCpu();
                if (!is_contiguous()) throw new NotImplementedException("Bytes are read of a contiguous tensor only. Call contiguous().");
                return new Span<byte>(DataPointer(), ByteCount());
            }

            set
            {
                if (value.Length != ByteCount())
                    throw new ArgumentException($"The tensor has {ByteCount()} bytes, {value.Length} were given.", nameof(value));
                value.CopyTo(bytes);
                GC.KeepAlive(this);
            }
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var detached = detach();
            using var host = detached.cpu();
            using var plain = host.contiguous();
            using var source = plain.MemoryStream();
            source.CopyTo(stream, bufferSize);
        }

        public Scalar ToScalar()
        {
            Check(mt_item(Handle, out var value), this);
            return new Scalar(value);
        }

        internal unsafe void* DataPointer()
        {
            Check(mt_data(Handle, out var pointer), this);
            return pointer;
        }

        internal unsafe Stream MemoryStream()
        {
            // A tensor without elements may have no memory, and a stream over memory refuses a null pointer.
            var length = NumberOfElements * ElementSize;
            return length == 0
                ? Stream.Null
                : new UnmanagedMemoryStream((byte*)DataPointer(), length, length, FileAccess.ReadWrite);
        }

        internal void RequireCpu()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"Memory of {device} cannot be read. Move the tensor to the cpu first.");
        }

        private int ByteCount() => checked((int)(NumberOfElements * ElementSize));

        private void RequireElements<T>()
        {
            RequireCpu();
            var type = dtype;
            if (!type.IsOf<T>()) throw new ArgumentException($"{typeof(T).Name} is not compatible with {type}.");
        }

        private unsafe T SingleElement<T>() where T : unmanaged
        {
            var count = NumberOfElements;
            if (count != 1) throw new ArgumentException($"Only a tensor of one element has an item; this one has {count}.");
            var value = *(T*)DataPointer();
            GC.KeepAlive(this);
            return value;
        }
    }
}

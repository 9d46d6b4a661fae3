using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Moving makes new Parameters and disposes the old ones: an optimizer has to be made after it.
        public partial class Module
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                MustBeTrainable(dtype);
                if (device.type != DeviceType.CUDA) device = new Device(device.type, -1);
                MustBeThere(device.type);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                if (deviceType != DeviceType.CUDA) deviceIndex = -1;
                MustBeThere(deviceType);
                if (deviceType != _deviceType || deviceIndex != _deviceIndex) _toEpilog(deviceType, deviceIndex, non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                MustBeTrainable(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var child in children()) child.MoveAll(dtype, device, non_blocking);
                MoveOwn(dtype, device);
                if (device is null) return;
                _deviceType = device.type;
                _deviceIndex = device.index;
            }

            private void MoveAll(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (device is null) _to(dtype!.Value, non_blocking);
                else if (dtype is null) _to(device.type, device.index, non_blocking);
                else _to(device, dtype.Value, non_blocking);
            }

            /// <summary>Moves this module's own parameters and buffers, whatever it knows of where they are.</summary>
            private protected Module MoveOwn(ScalarType? dtype, Device? device)
            {
                foreach (var (name, parameter) in named_parameters(false).ToList())
                {
                    if (!ReplaceParameter(dtype, device, parameter, out var moved)) continue;
                    if (SetProperty(name, moved)) continue;
                    parameter.Dispose();
                    ConditionallyRegisterParameter(name, moved);
                    SetField(name, moved);
                }
                foreach (var (name, buffer) in named_buffers(false).ToList())
                {
                    if (!ReplaceBuffer(dtype, device, buffer, out var moved)) continue;
                    if (SetProperty(name, moved)) continue;
                    ConditionallyRegisterBuffer(name, moved);
                    SetField(name, moved);
                }
                return this;
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                if (!Differs(buffer, dtype, device)) return false;
                result = buffer.to(Converted(buffer, dtype), device ?? buffer.device, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                using var gradient = param.grad;
                if (!Differs(param, dtype, device) && (gradient is null || !Differs(gradient, dtype, device))) return false;

                // Not part of any graph: what comes out is a leaf.
                using var _ = no_grad();
                var type = Converted(param, dtype);
                var to = device ?? param.device;
                p = new Parameter(param.to(type, to, copy: true), param.requires_grad);
                p.DetachFromDisposeScope();
                if (gradient is not null)
                {
                    using var moved = gradient.to(type, to);
                    p.grad = moved;
                }
                return true;
            }

            private static bool Differs(Tensor tensor, ScalarType? dtype, Device? device) =>
                (dtype is not null && dtype != tensor.dtype) ||
                (device is not null && (device.type != tensor.device_type || device.index != tensor.device_index));

            // Integers and booleans keep their type.
            private static ScalarType Converted(Tensor tensor, ScalarType? dtype) =>
                dtype is not null && tensor.is_floating_point() ? dtype.Value : tensor.dtype;

            private bool SetProperty(string name, Tensor? value)
            {
                var property = GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance);
                property?.SetValue(this, value);
                return property is not null;
            }

            private void SetField(string component, Tensor? value) =>
                Fields(GetType()).FirstOrDefault(field => ComponentName(field) == component)?.SetValue(this, value);

            private static void MustBeTrainable(ScalarType dtype)
            {
                if (dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 or
                    ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64))
                {
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
                }
            }

            private static void MustBeThere(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda_is_available()) throw new InvalidOperationException("CUDA is not available.");
            }
        }
    }
}

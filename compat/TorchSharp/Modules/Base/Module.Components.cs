using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private const BindingFlags InstanceFields = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

            private bool _areComponentsRegistered;

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null || submodule._disposed)
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                if (name.Contains('.')) throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (name.Length == 0) throw new ArgumentException("module name can't be empty string \"\"");
                if (_internal_submodules.ContainsKey(name)) throw new InvalidOperationException($"Sub-module {name} is already registered.");

                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (!_internal_params.TryAdd(name, param))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (!_internal_buffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            // Called from a base class's constructor it sees what field initialisers of the derived class made, but nothing
            // that the derived constructor has yet to assign; and it works only once.
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered) return;

                foreach (var field in Fields(GetType()))
                {
                    var component = ComponentName(field);
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) ||
                        _internal_buffers.ContainsKey(component))
                    {
                        continue;
                    }
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }

                _areComponentsRegistered = true;
            }

            protected void ConditionallyRegisterParameter(string name, Tensor value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) _internal_params.Remove(name);
                else _internal_params[name] = value;
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) _internal_buffers.Remove(name);
                else _internal_buffers[name] = (value, persistent);
            }

            /// <summary>Puts a parameter in place of the one in a property that this module owns.</summary>
            private protected void Assign(ref Parameter? field, Parameter? value, string component)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                value?.DetachFromDisposeScope();
                field = value;
                ConditionallyRegisterParameter(component, value);
            }

            protected void ClearModules() => _internal_submodules.clear();

            // The fields of the type and of its bases, private ones too; of two with one name the most derived.
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                var seen = new HashSet<string>();
                for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
                    foreach (var field in t.GetFields(InstanceFields))
                        if (seen.Add(field.Name)) yield return field;
            }

            private static string ComponentName(FieldInfo field) =>
                field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
        }
    }
}

using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (name, parameter) in _internal_params)
                    if (seen.Add(parameter.handle)) yield return (name, parameter);

                if (!recurse) yield break;
                foreach (var (child, module) in _internal_submodules)
                    foreach (var (name, parameter) in module.named_parameters(true))
                        if (seen.Add(parameter.handle)) yield return ($"{child}.{name}", parameter);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            // As in the real package a buffer that is not persistent is never listed, whatever include_nonpersistent says.
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (name, (buffer, persistent)) in _internal_buffers)
                    if (persistent && seen.Add(buffer.handle)) yield return (name, buffer);

                if (!recurse) yield break;
                foreach (var (child, module) in _internal_submodules)
                    foreach (var (name, buffer) in module.named_buffers(true, include_nonpersistent))
                        if (seen.Add(buffer.handle)) yield return ($"{child}.{name}", buffer);
            }

            public virtual IEnumerable<Module> children() => named_children().Select(m => m.module);

            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in _internal_submodules) yield return child;
                foreach (var (child, module) in _internal_submodules)
                    foreach (var (name, inner) in module.named_modules())
                        yield return ($"{child}.{name}", inner);
            }

            public virtual bool has_parameter(string target) =>
                _internal_params.ContainsKey(target) || Inside(target, (module, rest) => module.has_parameter(rest));

            public virtual bool has_buffer(string target) =>
                _internal_buffers.ContainsKey(target) || Inside(target, (module, rest) => module.has_buffer(rest));

            public virtual Parameter? get_parameter(string target)
            {
                if (_internal_params.TryGetValue(target, out var parameter)) return parameter;
                Inside(target, (module, rest) => (parameter = module.get_parameter(rest)) is not null);
                return parameter;
            }

            public virtual Tensor? get_buffer(string target)
            {
                if (_internal_buffers.TryGetValue(target, out var own)) return own.Item1;
                Tensor? buffer = null;
                Inside(target, (module, rest) => (buffer = module.get_buffer(rest)) is not null);
                return buffer;
            }

            // "child.rest": whether the child of that name has what is asked for under the rest of the name.
            private bool Inside(string target, Func<Module, string, bool> has)
            {
                var dot = target.IndexOf('.');
                return dot >= 0 && named_children().Any(c => c.name == target[..dot] && has(c.module, target[(dot + 1)..]));
            }
        }
    }
}

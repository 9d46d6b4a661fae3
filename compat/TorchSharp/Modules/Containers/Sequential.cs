using System.Globalization;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Call)> _modules = [];

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) append(name, module);
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
    {
        foreach (var module in modules) append(module);
    }

    internal Sequential() : base(nameof(Sequential)) { }

    public int Count => _modules.Count;

    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _modules[index].Call;

    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(CultureInfo.InvariantCulture), module);

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        _modules.Add((name, module));
        return this;
    }

    // Disposes what passes from one module to the next: a module must return a new tensor, never its input.
    public override Tensor forward(Tensor tensor)
    {
        if (Count == 0) return tensor.alias();
        var current = _modules[0].Call.call(tensor);
        for (var i = 1; i < Count; i++)
        {
            var next = _modules[i].Call.call(current);
            current.Dispose();
            current = next;
        }
        return current;
    }

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        if (!recurse) yield break;
        var seen = new HashSet<IntPtr>();
        foreach (var (child, module) in named_children())
            foreach (var (name, parameter) in module.named_parameters(true))
                if (seen.Add(parameter.handle)) yield return ($"{child}.{name}", parameter);
    }

    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
    {
        if (!recurse) yield break;
        foreach (var (child, module) in named_children())
            foreach (var (name, buffer) in module.named_buffers(true))
                yield return ($"{child}.{name}", buffer);
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() =>
        _modules.Select(m => (m.Name, (nn.Module)m.Call));

    public override IEnumerable<(string name, nn.Module module)> named_modules() =>
        named_children().Concat(
            named_children().SelectMany(child => child.module.named_modules().Select(m => ($"{child.name}.{m.name}", m.module))));

    public override nn.Module apply(Action<nn.Module> fn)
    {
        foreach (var child in children()) child.apply(fn);
        fn(this);
        return this;
    }

    public override void train(bool on = true)
    {
        foreach (var child in children()) child.train(on);
    }

    public override void eval()
    {
        foreach (var child in children()) child.eval();
    }

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking)
    {
        foreach (var child in children()) child._to(dtype, non_blocking);
        return this;
    }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking)
    {
        foreach (var child in children()) child._to(device, dtype, non_blocking);
        return this;
    }

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
    {
        foreach (var child in children()) child._to(deviceType, deviceIndex, non_blocking);
        return this;
    }

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > Count) throw new IndexOutOfRangeException($"{start} is not a valid index.");
        if (end < 0 || end > Count) throw new IndexOutOfRangeException($"{end} is not a valid index.");
        var slice = new Sequential();
        for (var i = start; i < end; i++) slice.append(_modules[i].Name, _modules[i].Call);
        return slice;
    }
}

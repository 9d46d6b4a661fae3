using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

// Its modules become children, under their keys, when it is itself registered with a module. Keeps the order of insertion.
public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
{
    private readonly List<(string Key, T Value)> _list = [];
    private bool _registered;

    public ModuleDict() : base(nameof(ModuleDict<T>)) { }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => _list.ConvertAll(entry => entry.Key);

    public ICollection<T> Values => _list.ConvertAll(entry => entry.Value);

    public (string, T) this[int index]
    {
        get => _list[index];
        set => _list[index] = value;
    }

    public T this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"No module named \"{key}\".");
        set => _list[Find(key)] = (key, value);
    }

    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    public void Add(string key, T value) => Insert(Count, (key, value));

    public void Insert(int index, (string, T) item)
    {
        if (ContainsKey(item.Item1)) throw new ArgumentException($"An item with the same key has already been added. Key: {item.Item1}");
        _list.Insert(index, item);
    }

    public bool ContainsKey(string key) => Find(key) >= 0;

    public bool Contains((string, T) item) => _list.Contains(item);

    public bool Contains(KeyValuePair<string, T> item) => ContainsKey(item.Key);

    public int IndexOf((string, T) item) => _list.IndexOf(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var index = Find(key);
        value = index < 0 ? null : _list[index].Value;
        return index >= 0;
    }

    public bool Remove(string key) => _list.RemoveAll(entry => entry.Key == key) > 0;

    public bool Remove((string, T) item) => _list.Remove(item);

    public bool Remove(KeyValuePair<string, T> item) => Remove(item.Key);

    public void RemoveAt(int index) => _list.RemoveAt(index);

    public void Clear() => _list.Clear();

    public void CopyTo((string, T)[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => Pairs().ToList().CopyTo(array, arrayIndex);

    public IEnumerator<(string, T)> GetEnumerator() => _list.GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => Pairs().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
        if (_registered) return;
        foreach (var (key, module) in _list) register_module(key, module);
        _registered = true;
    }

    private IEnumerable<KeyValuePair<string, T>> Pairs() => _list.Select(entry => KeyValuePair.Create(entry.Key, entry.Value));

    private int Find(string key) => _list.FindIndex(entry => entry.Key == key);
}

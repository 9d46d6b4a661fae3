using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Holds the tensors made on its thread while it is the innermost scope, and disposes them with itself.</summary>
public sealed partial class DisposeScope : IDisposable
{
    private DisposeScopeManager? manager;

    // A tensor knows its place in the list (Tensor.ScopeSlot): no look-up when it comes or goes.
    private List<Tensor> held = [];

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer) => (this.manager, Outer) = (manager, outer);

    internal DisposeScope? Outer { get; set; }

    private DisposeScopeManager Manager
    {
        get
        {
            ObjectDisposedException.ThrowIf(manager is null, this);
            return manager;
        }
    }

    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = Manager;
            return [.. held];
        }
    }

    public int DisposablesCount
    {
        get
        {
            _ = Manager;
            return held.Count;
        }
    }

    public bool Contains(IDisposable disposable) => disposable is Tensor tensor && Holds(tensor);

    public void Attach(IDisposable disposable) => Attach([disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var statistics = Manager.ThreadStatistics.TensorStatistics;
        var attached = new List<IDisposable>();
        foreach (var disposable in disposables)
        {
            if (Take(disposable)) statistics.AttachedToScopeCount++;
            attached.Add(disposable);
        }

        return attached;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        var statistics = Manager.ThreadStatistics.TensorStatistics;
        foreach (var disposable in disposables)
        {
            if (disposable is not Tensor tensor || !Release(tensor)) continue;
            statistics.DetachedFromScopeCount++;
            tensor.OwningDisposeScope = null;
        }
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        _ = Manager;
        if (scope is null)
        {
            Detach(disposables);
            return;
        }

        foreach (var disposable in disposables)
            if (Contains(disposable)) scope.Take(disposable);
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public void DisposeEverything() => DisposeEverythingBut();

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var before = held;
        held = [];
        foreach (var disposable in inKeep)
            if (disposable is Tensor tensor && ReferenceEquals(tensor.OwningDisposeScope, this) && !Holds(tensor)) Hold(tensor);
        foreach (var tensor in before)
            if (!Holds(tensor)) tensor.Dispose();
    }

    public void Dispose()
    {
        if (manager is null) return;
        DisposeEverything();
        manager.Close(this);
        manager = null;
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = Manager;
        if (disposable is not Tensor tensor) return;
        Release(tensor);
        tensor.OwningDisposeScope = null;
    }

    internal void Hold(Tensor tensor)
    {
        tensor.ScopeSlot = held.Count;
        held.Add(tensor);
    }

    /// <summary>Puts one tensor in the place another has in its scope, if it has one.</summary>
    internal static void ReplaceWith(Tensor original, Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope || !scope.Release(original)) return;
        original.OwningDisposeScope = null;
        scope.Take(replacement);
    }

    private static Tensor Of(IDisposable disposable) => disposable as Tensor
        ?? throw new InvalidOperationException($"A DisposeScope holds tensors only, not a {disposable?.GetType().Name ?? "null"}.");

    private bool Take(IDisposable disposable)
    {
        var tensor = Of(disposable);
        var from = tensor.OwningDisposeScope;
        if (ReferenceEquals(from, this)) return false;

        from?.Release(tensor);
        Hold(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }

    private bool Holds(Tensor tensor) => tensor.ScopeSlot < held.Count && ReferenceEquals(held[tensor.ScopeSlot], tensor);

    private bool Release(Tensor tensor)
    {
        if (!Holds(tensor)) return false;
        var last = held[^1];
        held[tensor.ScopeSlot] = last;
        last.ScopeSlot = tensor.ScopeSlot;
        held.RemoveAt(held.Count - 1);
        return true;
    }
}

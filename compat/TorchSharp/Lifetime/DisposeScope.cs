using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Holds the tensors made on its thread while it is the innermost scope, and disposes them with itself.</summary>
public sealed partial class DisposeScope : IDisposable
{
    private DisposeScopeManager? manager;
    private HashSet<IDisposable> held = new(ReferenceEqualityComparer.Instance);

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

    public bool Contains(IDisposable disposable) => held.Contains(disposable);

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
            if (!held.Remove(disposable)) continue;
            statistics.DetachedFromScopeCount++;
            Of(disposable).OwningDisposeScope = null;
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
            if (held.Remove(disposable)) scope.Take(disposable);
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public void DisposeEverything() => DisposeEverythingBut();

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var before = held;
        held = new(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in before)
            if (!held.Contains(disposable)) disposable.Dispose();
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
        held.Remove(disposable);
        if (disposable is Tensor tensor) tensor.OwningDisposeScope = null;
    }

    internal void Hold(Tensor tensor) => held.Add(tensor);

    /// <summary>Puts one tensor in the place another has in its scope, if it has one.</summary>
    internal static void ReplaceWith(Tensor original, Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope || !scope.held.Remove(original)) return;
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

        held.Add(tensor);
        from?.held.Remove(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }
}

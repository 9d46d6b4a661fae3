using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? current;

    internal static DisposeScopeManager OfThread => current ??= new DisposeScopeManager();

    public static ThreadDisposeScopeStatistics Statistics => OfThread.ThreadStatistics;

    internal ThreadDisposeScopeStatistics ThreadStatistics { get; } = new();

    internal DisposeScope? Innermost { get; private set; }

    internal DisposeScope Open() => Innermost = new DisposeScope(this, Innermost);

    internal DisposeScope? Register(Tensor tensor)
    {
        if (Innermost is not { } scope)
        {
            ThreadStatistics.TensorStatistics.CreatedOutsideScopeCount++;
            return null;
        }

        ThreadStatistics.TensorStatistics.CreatedInScopeCount++;
        scope.Hold(tensor);
        return scope;
    }

    internal void CountDisposal(bool inScope)
    {
        if (inScope) ThreadStatistics.TensorStatistics.DisposedInScopeCount++;
        else ThreadStatistics.TensorStatistics.DisposedOutsideScopeCount++;
    }

    /// <summary>Takes a scope out of the stack, wherever in it it is: scopes need not close in order.</summary>
    internal void Close(DisposeScope scope)
    {
        if (ReferenceEquals(Innermost, scope))
        {
            Innermost = scope.Outer;
            return;
        }

        for (var inner = Innermost; inner is not null; inner = inner.Outer)
        {
            if (!ReferenceEquals(inner.Outer, scope)) continue;
            inner.Outer = scope.Outer;
            return;
        }
    }
}

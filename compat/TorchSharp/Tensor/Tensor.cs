using System.Diagnostics.CodeAnalysis;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor: owns one native handle until it is disposed, by hand, by its dispose scope or by its finalizer.</summary>
    public partial class Tensor : IDisposable
    {
        private static long liveCount;

        internal IntPtr handle;

        internal Tensor(IntPtr handle)
        {
            this.handle = handle;
            Interlocked.Increment(ref liveCount);
            OwningDisposeScope = DisposeScopeManager.OfThread.Register(this);
        }

        internal Tensor(IntPtr handle, bool register)
        {
            this.handle = handle;
            Interlocked.Increment(ref liveCount);
            if (register) OwningDisposeScope = DisposeScopeManager.OfThread.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensors that hold a native handle now.</summary>
        public static long TotalCount => Interlocked.Read(ref liveCount);

        public string? name { get; set; }

        public IntPtr Handle
        {
            get
            {
                if (handle == IntPtr.Zero) ThrowDisposed();
                return handle;
            }
        }

        internal bool IsInvalid => handle == IntPtr.Zero;

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int ScopeSlot { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var owned = Interlocked.Exchange(ref handle, IntPtr.Zero);
            if (owned != IntPtr.Zero)
            {
                Interlocked.Decrement(ref liveCount);
                mt_dispose(owned);
            }

            // A finalizer stays away from the scope: it belongs to another thread.
            if (!disposing) return;
            if (owned != IntPtr.Zero) DisposeScopeManager.OfThread.CountDisposal(inScope: OwningDisposeScope is not null);
            OwningDisposeScope?.MarkAsDisposed(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Gives the native handle away: this tensor is then as if disposed.</summary>
        internal IntPtr MoveHandle()
        {
            var moved = Handle;
            handle = IntPtr.Zero;
            Interlocked.Decrement(ref liveCount);
            GC.SuppressFinalize(this);
            return moved;
        }

        [DoesNotReturn]
        private void ThrowDisposed() => throw new ObjectDisposedException(
            name is null ? nameof(Tensor) : $"{nameof(Tensor)} \"{name}\"",
            "This tensor is disposed. Its dispose scope may have closed: MoveToOuterDisposeScope() keeps a result.");
    }
}

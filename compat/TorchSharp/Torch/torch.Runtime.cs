using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch in use.</summary>
    public static string __version__ => Version();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThread.Innermost;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThread.Open();

    public static int get_num_threads() => mt_get_num_threads();

    public static void set_num_threads(int num) => Check(mt_set_num_threads(num));

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Sets this thread's grad mode, and sets it back when disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly byte before = mt_is_grad_enabled();

        public GradMode(bool enabled) => mt_set_grad_enabled(Byte(enabled));

        public void Dispose() => mt_set_grad_enabled(before);
    }
}

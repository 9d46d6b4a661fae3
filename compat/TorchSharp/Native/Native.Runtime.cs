using System.Runtime.InteropServices;

namespace TorchSharp;

// native/runtime.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int mt_get_num_threads();
    [LibraryImport(Library)] internal static partial int mt_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_get_default_dtype();
    [LibraryImport(Library)] internal static partial int mt_set_default_dtype(int type);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte mt_is_grad_enabled();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void mt_set_grad_enabled(byte enabled);
    [LibraryImport(Library)] internal static partial int mt_cuda_device_count(out int count);
    [LibraryImport(Library)] internal static partial int mt_cuda_cudnn_is_available(out byte available);
    [LibraryImport(Library)] internal static partial int mt_cuda_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial int mt_cuda_manual_seed_all(long seed);
    [LibraryImport(Library)] internal static partial int mt_cuda_synchronize(int index);
}

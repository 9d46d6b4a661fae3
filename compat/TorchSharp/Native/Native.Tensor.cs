using System.Runtime.InteropServices;

namespace TorchSharp;

// native/tensor.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial void mt_dispose(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_alias(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long mt_dim(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long mt_numel(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_dtype(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_device_type(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_device_index(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long mt_element_size(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte mt_requires_grad(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte mt_is_leaf(IntPtr t);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte mt_is_contiguous(IntPtr t);
    [LibraryImport(Library)] internal static partial int mt_shape(IntPtr t, long* values);
    [LibraryImport(Library)] internal static partial int mt_stride(IntPtr t, long* values);
    [LibraryImport(Library)] internal static partial int mt_size(IntPtr t, long dim, out long value);
    [LibraryImport(Library)] internal static partial int mt_data(IntPtr t, out void* value);
    [LibraryImport(Library)] internal static partial int mt_item(IntPtr t, out ScalarValue value);
    [LibraryImport(Library)] internal static partial IntPtr mt_contiguous(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_clone(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_to(IntPtr t, int device, int index, int type, byte copy, byte nonBlocking);
    [LibraryImport(Library)] internal static partial IntPtr mt_to_type(IntPtr t, int type, byte copy, byte nonBlocking);
    [LibraryImport(Library)] internal static partial int mt_copy_(IntPtr t, IntPtr source, byte nonBlocking);
    [LibraryImport(Library)] internal static partial int mt_fill_(IntPtr t, ScalarValue value);
    [LibraryImport(Library)] internal static partial int mt_zero_(IntPtr t);
}

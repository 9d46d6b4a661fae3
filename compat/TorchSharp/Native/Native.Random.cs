using System.Runtime.InteropServices;

namespace TorchSharp;

// native/random.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_generator(ulong seed, int device, int index);
    [LibraryImport(Library)] internal static partial IntPtr mt_default_generator();
    [LibraryImport(Library)] internal static partial void mt_generator_dispose(IntPtr g);
    [LibraryImport(Library)] internal static partial int mt_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial int mt_generator_manual_seed(IntPtr g, long seed);
    [LibraryImport(Library)] internal static partial int mt_generator_seed(IntPtr g, out long value);
    [LibraryImport(Library)] internal static partial int mt_generator_initial_seed(IntPtr g, out long value);
    [LibraryImport(Library)] internal static partial int mt_generator_get_state(IntPtr g, out IntPtr made);
    [LibraryImport(Library)] internal static partial int mt_generator_set_state(IntPtr g, IntPtr state);
    [LibraryImport(Library)] internal static partial int mt_generator_device_type(IntPtr g);
    [LibraryImport(Library)] internal static partial int mt_generator_device_index(IntPtr g);
    [LibraryImport(Library)] internal static partial IntPtr mt_rand(ReadOnlySpan<long> shape, int count, IntPtr g, TensorOptions o);
    [LibraryImport(Library)] internal static partial IntPtr mt_randn(ReadOnlySpan<long> shape, int count, IntPtr g, TensorOptions o);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_randint(
        long low, long high, ReadOnlySpan<long> shape, int count, IntPtr g, TensorOptions o);
    [LibraryImport(Library)] internal static partial IntPtr mt_randperm(long n, IntPtr g, TensorOptions o);
    [LibraryImport(Library)] internal static partial int mt_randperm_out(IntPtr made, long n, IntPtr g);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_normal(
        double mean, double std, ReadOnlySpan<long> shape, int count, IntPtr g, TensorOptions o);
    [LibraryImport(Library)] internal static partial IntPtr mt_normal_tensor(IntPtr mean, IntPtr std, IntPtr g);
    [LibraryImport(Library)] internal static partial int mt_normal_(IntPtr t, double mean, double std, IntPtr g);
    [LibraryImport(Library)] internal static partial int mt_uniform_(IntPtr t, double from, double to, IntPtr g);
    [LibraryImport(Library)] internal static partial IntPtr mt_multinomial(IntPtr t, long samples, byte replacement, IntPtr g);
}

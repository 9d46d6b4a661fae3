using System.Buffers;
using System.Runtime.CompilerServices;

namespace Parquet.Columns;

/// <summary>Arrays to work in, at least as long as asked for; what they hold is undefined.</summary>
internal static class Pool
{
    // The shared pool rounds up to a power of two and keeps what it gets back: too much for the few arrays that are larger.
    private const long MostBytes = 64 << 20;

    public static T[] Rent<T>(int length) =>
        BytesOf<T>(length) > MostBytes ? GC.AllocateUninitializedArray<T>(length) : ArrayPool<T>.Shared.Rent(length);

    public static void Return<T>(T[] array)
    {
        if (BytesOf<T>(array.Length) <= MostBytes)
            ArrayPool<T>.Shared.Return(array, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
    }

    private static long BytesOf<T>(int length) => (long)length * Unsafe.SizeOf<T>();
}

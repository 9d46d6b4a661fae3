using System.Runtime.InteropServices;

namespace Parquet.Compression;

internal static class SystemLibrary
{
    public static void Require(string name, string package, CompressionMethod neededBy)
    {
        if (!NativeLibrary.TryLoad(name, typeof(SystemLibrary).Assembly, searchPath: null, out _))
            throw new DllNotFoundException(
                $"Compression {neededBy} needs the library {name}, which does not load. Install it; Debian's package is {package}.");
    }
}

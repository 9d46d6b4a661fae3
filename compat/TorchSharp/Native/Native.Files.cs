using System.Runtime.InteropServices;

namespace TorchSharp;

// native/files.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int mt_save(IntPtr t, string path);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial IntPtr mt_load(string path);
}

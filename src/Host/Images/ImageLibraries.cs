using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Images;

/// <summary>Finds libjpeg-turbo and libpng by the names they have on each system.</summary>
internal static class ImageLibraries
{
    public const string Jpeg = "turbojpeg";
    public const string Png = "png16";

    [ModuleInitializer]
    internal static void Resolve() => NativeLibrary.SetDllImportResolver(typeof(ImageLibraries).Assembly, Find);

    private static nint Find(string name, Assembly assembly, DllImportSearchPath? path)
    {
        (string[] Names, string Package)? known = name switch
        {
            Jpeg => (["libturbojpeg.so.0", "turbojpeg", "libturbojpeg"], "libturbojpeg0"),
            Png => (["libpng16.so.16", "libpng16"], "libpng16-16"),
            _ => null,
        };
        if (known is not var (names, package))
            return 0;
        foreach (var candidate in names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var library))
                return library;
        }

        throw new EnvironmentException($"Image files are read through {names[0]}, which does not load. Install it; Debian's package is {package}.");
    }
}

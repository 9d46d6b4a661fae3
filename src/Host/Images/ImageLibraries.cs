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

    /// <summary>What image files are read through here, by its files' names.</summary>
    public static string Describe() => string.Join(", ", new[] { Jpeg, Png }.Select(name =>
        Names(name).Names.FirstOrDefault(candidate => NativeLibrary.TryLoad(candidate, typeof(ImageLibraries).Assembly, null, out _)) ?? $"{Names(name).Names[0]} does not load"));

    private static nint Find(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name is not (Jpeg or Png))
            return 0;
        var (names, package) = Names(name);
        foreach (var candidate in names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var library))
                return library;
        }

        throw new EnvironmentException($"Image files are read through {names[0]}, which does not load. Install it; Debian's package is {package}.");
    }

    private static (string[] Names, string Package) Names(string library) => library == Jpeg
        ? (["libturbojpeg.so.0", "turbojpeg", "libturbojpeg"], "libturbojpeg0")
        : (["libpng16.so.16", "libpng16"], "libpng16-16");
}

using System.Reflection;

namespace McMaster.NETCore.Plugins.LibraryModel;

public class ManagedLibrary
{
    private ManagedLibrary(AssemblyName name, string additionalProbingPath, string appLocalPath)
    {
        Name = name;
        AdditionalProbingPath = additionalProbingPath;
        AppLocalPath = appLocalPath;
    }

    public AssemblyName Name { get; }

    public string AdditionalProbingPath { get; }

    public string AppLocalPath { get; }

    public static ManagedLibrary CreateFromPackage(string packageId, string packageVersion, string assetPath) => new(
        new AssemblyName(Path.GetFileNameWithoutExtension(assetPath)),
        Path.Combine(packageId.ToLowerInvariant(), packageVersion, assetPath),
        // A build flattens a package's lib/ folder into its output, and leaves runtimes/ as it is.
        assetPath.StartsWith("lib/", StringComparison.Ordinal) ? Path.GetFileName(assetPath) : assetPath);
}

namespace McMaster.NETCore.Plugins.LibraryModel;

public class NativeLibrary
{
    private NativeLibrary(string name, string appLocalPath, string additionalProbingPath)
    {
        Name = name;
        AppLocalPath = appLocalPath;
        AdditionalProbingPath = additionalProbingPath;
    }

    public string Name { get; }

    public string AppLocalPath { get; }

    public string AdditionalProbingPath { get; }

    public static NativeLibrary CreateFromPackage(string packageId, string packageVersion, string assetPath) => new(
        Path.GetFileNameWithoutExtension(assetPath),
        assetPath,
        Path.Combine(packageId.ToLowerInvariant(), packageVersion, assetPath));
}

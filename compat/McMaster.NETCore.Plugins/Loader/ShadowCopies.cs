namespace McMaster.NETCore.Plugins.Loader;

/// <summary>Copies of native libraries in a folder of their own, so that the originals can be replaced while they are loaded.</summary>
internal sealed class ShadowCopies
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public string Of(string path)
    {
        Directory.CreateDirectory(_folder);
        var copy = Path.Combine(_folder, Path.GetFileName(path));
        if (!File.Exists(copy))
            File.Copy(path, copy);

        return copy;
    }

    public void Delete()
    {
        if (!Directory.Exists(_folder))
            return;

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Windows keeps a loaded library locked, and its copy then stays in the temporary folder.
        }
    }
}

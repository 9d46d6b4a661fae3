using System.IO.Enumeration;
using System.Text.Json;

namespace MetricPlugins.Host.Plugins;

/// <summary>The DLLs of plugin folders.</summary>
internal static class PluginFiles
{
    /// <summary>Every DLL once, in a stable order; searches recursively, but not in linked folders, which may form cycles.</summary>
    public static IEnumerable<string> In(IEnumerable<string> folders) =>
        folders.SelectMany(folder => Dlls(folder).Order(StringComparer.Ordinal)).Distinct();

    /// <summary>True if a non-.NET DLL is a regular part of a plugin: in a package's folder for native libraries, or a native
    /// asset of a <c>*.deps.json</c> beside it.</summary>
    public static bool IsNativePart(string file) =>
        file.Split(Path.DirectorySeparatorChar) is [.., "runtimes", _, "native", _]
        || Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.deps.json").SelectMany(NativeAssets).Contains(Path.GetFileName(file));

    private static FileSystemEnumerable<string> Dlls(string folder) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    /// <summary>File names from every <c>"native": { "path": … }</c>; none if the file cannot
    /// be read.</summary>
    private static IReadOnlyList<string> NativeAssets(string deps)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(deps));
            return
            [
                .. from target in json.RootElement.GetProperty("targets").EnumerateObject()
                   from library in target.Value.EnumerateObject()
                   where library.Value.TryGetProperty("native", out _)
                   from asset in library.Value.GetProperty("native").EnumerateObject()
                   select Path.GetFileName(asset.Name),
            ];
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}

namespace McMaster.NETCore.Plugins;

internal static class PluginFolder
{
    public static string Of(string mainAssemblyPath) =>
        Path.GetDirectoryName(mainAssemblyPath)
        ?? throw new ArgumentException(
            $"The plugin's main assembly must be a file in a folder, not \"{mainAssemblyPath}\".", nameof(mainAssemblyPath));
}

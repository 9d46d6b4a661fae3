namespace McMaster.NETCore.Plugins;

public class PluginReloadedEventArgs : EventArgs
{
    public PluginReloadedEventArgs(PluginLoader loader) => Loader = loader;

    public PluginLoader Loader { get; }
}

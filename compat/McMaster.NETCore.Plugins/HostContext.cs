using System.Reflection;
using System.Runtime.Loader;

namespace McMaster.NETCore.Plugins;

internal static class HostContext
{
    /// <summary>The context this library was loaded into: not the default one when the host is itself a plugin.</summary>
    public static AssemblyLoadContext Current =>
        AssemblyLoadContext.GetLoadContext(Assembly.GetExecutingAssembly()) ?? AssemblyLoadContext.Default;
}

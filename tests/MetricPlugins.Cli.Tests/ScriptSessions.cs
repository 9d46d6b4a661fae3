using System.Reflection;
using System.Runtime.Loader;

namespace MetricPlugins.Tests.Cli;

/// <summary>F# Interactive keeps 30 MB of each session until the process ends. The program has one session; here hundreds would add
/// up.</summary>
internal static class ScriptSessions
{
    /// <summary>Set, it makes the compiler's caches clean up at once, and not by an agent that holds on to the session it began
    /// in.</summary>
    public const string Variable = "FSharp_CacheEvictionImmediate";

    /// <summary>Runs work whose context, in which the compiler keeps its log, is not the caller's.</summary>
    public static T Alone<T>(Func<Task<T>> work)
    {
        Task<T> task;
        using (ExecutionContext.SuppressFlow())
            task = Task.Run(work);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Removes the handlers of the process's end and of native libraries that each session leaves behind.</summary>
    public static void Release()
    {
        foreach (var handler in Left<EventHandler>(AppDomain.CurrentDomain, typeof(AppDomain), nameof(AppDomain.ProcessExit)))
            AppDomain.CurrentDomain.ProcessExit -= handler;
        foreach (var handler in Left<Func<Assembly, string, nint>>(AssemblyLoadContext.Default, typeof(AssemblyLoadContext), "_resolvingUnmanagedDll"))
            AssemblyLoadContext.Default.ResolvingUnmanagedDll -= handler;
    }

    private static List<T> Left<T>(object source, Type type, string field)
        where T : Delegate
    {
        var handlers = (Delegate?)type.GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(source);
        return [.. handlers?.GetInvocationList().OfType<T>().Where(IsCompilers) ?? []];
    }

    private static bool IsCompilers(Delegate handler) =>
        handler.Method.DeclaringType!.FullName!.StartsWith("FSharp.Compiler.", StringComparison.Ordinal);
}

namespace MetricPlugins.Host.Plugins;

/// <summary>A DLL, or a class in it, that is no usable plugin.</summary>
/// <param name="File">The DLL.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Names">Plugins the DLL would hold; null when it does not say.</param>
internal sealed record PluginFault(string File, string Reason, IReadOnlyList<string>? Names = null)
{
    public string Reason { get; } = OneLine(Reason);

    /// <summary>Whether a plugin of this name might be there, had the DLL loaded.</summary>
    public bool MayHide(string name) => Names?.Contains(name) ?? true;

    /// <summary><c>throws InvalidOperationException in its constructor: the table is empty</c></summary>
    /// <param name="thrown">What a plugin threw.</param>
    /// <param name="where">Where it was called.</param>
    public static string Throws(Exception thrown, string where) =>
        thrown is TypeInitializationException { InnerException: { } inner, TypeName: var type }
            ? Throws(inner, type == "<Module>" ? "its module initializer" : $"the static constructor of {type}")
            : $"throws {thrown.GetType().Name} in {where}: {OneLine(thrown.Message)}";

    /// <summary>A message in one line, without the call stack that libtorch adds to its own.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split("Exception raised from", 2)[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using System.Globalization;
using System.Reflection;

namespace MetricPlugins.Conformance.Plugins;

/// <summary>A DLL, or a class in it, that is not a usable plugin.</summary>
/// <param name="File">The DLL.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Names">Plugins that the DLL would contain; null if unknown.</param>
internal sealed record PluginFault(string File, string Reason, IReadOnlyList<string>? Names = null)
{
    public string Reason { get; } = OneLine(Reason);

    /// <summary>True if the DLL might contain a plugin of this name.</summary>
    public bool MayHide(string name) => Names?.Contains(name) ?? true;

    /// <summary><c>throws InvalidOperationException in its constructor: the table is empty</c></summary>
    /// <param name="thrown">The exception that a plugin threw.</param>
    /// <param name="where">Where it was called.</param>
    public static string Throws(Exception thrown, string where) =>
        thrown is TypeInitializationException { InnerException: { } inner, TypeName: var type }
            ? Throws(inner, type == "<Module>" ? "its module initializer" : $"the static constructor of {type}")
            : $"throws {thrown.GetType().Name} in {where}: {OneLine(thrown.Message)}";

    /// <summary>A message in one line, without the call stack that libtorch appends.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split("Exception raised from", 2)[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The kinds of plugins.</summary>
public enum PluginKind
{
    /// <summary>Derives from <see cref="MetricLoss"/>.</summary>
    Loss,

    /// <summary>Derives from <see cref="MetricPlugins.Dataset"/>.</summary>
    Dataset,

    /// <summary>Derives from <see cref="EmbeddingModel"/>.</summary>
    Model,
}

/// <summary>The declarations of a plugin class: kind, name, options, documentation.</summary>
internal sealed class PluginInfo
{
    private static readonly Type[] Contexts = [typeof(LossContext), typeof(DatasetContext), typeof(ModelContext)];

    private readonly string summary;
    private readonly ConstructorInfo constructor;
    private readonly ConstructorInfo? options;
    private readonly Lazy<PluginDocumentation> documentation;

    private PluginInfo(PluginKind kind, PluginAttribute attribute, string file, ConstructorInfo constructor, ConstructorInfo? options)
    {
        (Kind, Name, File) = (kind, attribute.Name, file);
        (summary, this.constructor, this.options) = (attribute.Summary, constructor, options);
        documentation = new Lazy<PluginDocumentation>(() => PluginDocumentation.Beside(file));
        IsPairLoss = Type.IsSubclassOf(typeof(PairLoss));
        Options = [.. options?.GetParameters().Select(p => new PluginOption(p, documentation)) ?? [],
            .. IsPairLoss ? PairLossOptions.All : []];
    }

    public PluginKind Kind { get; }

    public string Name { get; }

    /// <summary>From its attribute, or else from its documentation; may be empty.</summary>
    public string Summary => summary.Length > 0 ? summary : documentation.Value.Summary(Type);

    /// <summary>From its documentation, for example formula and source; may be empty.</summary>
    public string Remarks => documentation.Value.Remarks(Type);

    /// <summary>The plugin's class.</summary>
    public Type Type => constructor.DeclaringType!;

    /// <summary>The DLL that contains it.</summary>
    public string File { get; }

    /// <summary>An identifier that differs between builds of different code.</summary>
    public string Build => constructor.Module.ModuleVersionId.ToString();

    /// <summary>The plugin's own options, then those that the host adds.</summary>
    public IReadOnlyList<PluginOption> Options { get; }

    /// <summary>True for a <see cref="PairLoss"/>, which can compare a batch with a memory.</summary>
    public bool IsPairLoss { get; }

    /// <summary><c>Loss triplet</c></summary>
    public string Title => $"{Kind} {Name}";

    /// <summary>True if its constructor takes a context of this type.</summary>
    public bool Takes<TContext>() => constructor.GetParameters().Any(p => p.ParameterType == typeof(TContext));

    /// <summary>Reads a class that has the attribute.</summary>
    /// <exception cref="InvalidInputException">The class breaks the contract; the message says where.</exception>
    public static PluginInfo Of(Type type, PluginAttribute attribute, string file)
    {
        var (kind, context) =
            type.IsSubclassOf(typeof(MetricLoss)) ? (PluginKind.Loss, typeof(LossContext))
            : type.IsSubclassOf(typeof(Dataset)) ? (PluginKind.Dataset, typeof(DatasetContext))
            : type.IsSubclassOf(typeof(EmbeddingModel)) ? (PluginKind.Model, typeof(ModelContext))
            : throw new InvalidInputException("a plugin must derive from MetricLoss, Dataset or EmbeddingModel");
        if (!type.IsSealed || !type.IsVisible)
            throw new InvalidInputException("a plugin must be a public sealed class");
        if (!IsName(attribute.Name))
            throw new InvalidInputException(
                $"\"{attribute.Name}\" is not a plugin name: use lower-case letters, digits and hyphens, beginning with a letter");
        if (type.GetConstructors() is not [var constructor])
            throw new InvalidInputException("a plugin must have one public constructor");

        ConstructorInfo? options = null;
        foreach (var parameter in constructor.GetParameters().Where(p => p.ParameterType != context))
        {
            if (options is not null || Contexts.Contains(parameter.ParameterType))
                throw new InvalidInputException($"its constructor may take its options record and {context.Name}, nothing else");
            options = OptionsConstructor(parameter.ParameterType);
        }

        var plugin = new PluginInfo(kind, attribute, file, constructor, options);
        return plugin.Options.GroupBy(o => o.Name).FirstOrDefault(g => g.Count() > 1) is { Key: var taken }
            ? throw new InvalidInputException($"the host adds option {taken} to every PairLoss: rename the plugin's own")
            : plugin;
    }

    /// <summary>Creates an instance.</summary>
    /// <exception cref="InvalidInputException">The plugin rejects its input, or throws.</exception>
    public object Create(object context, PluginOptions values) => Guard("its constructor", () => Construct(context, values));

    /// <summary>Calls the plugin's code before anything is trained.</summary>
    /// <param name="where">The called member, for the message.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="InvalidInputException">The plugin rejects its input, or throws.</exception>
    public T Guard<T>(string where, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is not (InvalidInputException or OperationCanceledException))
        {
            throw new InvalidInputException($"{Title} ({File}) {PluginFault.Throws(e, where)}", e);
        }
    }

    /// <summary>Creates an instance; exceptions of the plugin propagate.</summary>
    public object Construct(object context, PluginOptions values) =>
        Invoke(constructor, [.. constructor.GetParameters().Select(p => p.ParameterType == context.GetType()
            ? context : Invoke(options!, values.Values))]);

    private static object Invoke(ConstructorInfo constructor, object?[] arguments) =>
        constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture);

    private static ConstructorInfo OptionsConstructor(Type record)
    {
        // A record also has a protected copy constructor.
        if (record.GetConstructors() is not [var constructor])
            throw new InvalidInputException($"its options record {record.Name} must have one public constructor");
        foreach (var parameter in constructor.GetParameters())
        {
            if (!PluginOption.IsSupported(parameter.ParameterType))
                throw new InvalidInputException(
                    $"option {SnakeCase.Of(parameter.Name!)} is a {parameter.ParameterType.Name}; "
                    + $"options must be double, int, long, bool, string or an enum");
            if (!parameter.HasDefaultValue)
                throw new InvalidInputException($"option {SnakeCase.Of(parameter.Name!)} has no default value");
        }

        return constructor;
    }

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0])
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

using System.Globalization;
using System.Reflection;
using System.Text;

namespace MetricPlugins.Tests.Abstractions;

/// <summary>The public surface of an assembly as text, one member a line, so that a change of it is a visible diff.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Head(type)}\n");
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        var kind = type.IsEnum ? "enum" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var bases = new[] { type.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(Enum)).Concat(type.GetInterfaces().Where(i => type.BaseType is null || !i.IsAssignableFrom(type.BaseType)));
        return $"{kind} {type.FullName}{(type.IsEnum ? "" : string.Concat(bases.Select((b, i) => (i == 0 ? " : " : ", ") + Name(b!))))}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {(int)Enum.Parse(type, name)}");
        return type.GetConstructors(Declared).Where(IsVisible).Select(c => $"{Access(c)}{type.Name}({Parameters(c)})")
            .Concat(type.GetProperties(Declared).Where(p => IsVisible(p.GetMethod)).Select(p =>
                $"{Access(p.GetMethod!)}{Name(p.PropertyType)} {p.Name} {{ get; {(p.SetMethod is { } set && IsVisible(set) ? set.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init; " : "set; " : "")}}}"))
            .Concat(type.GetMethods(Declared).Where(m => IsVisible(m) && !m.IsSpecialName).Select(m => $"{Access(m)}{Name(m.ReturnType)} {m.Name}({Parameters(m)})"));
    }

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method is MethodInfo { IsVirtual: true, IsFinal: false } m ? m.GetBaseDefinition() != m ? "override " : "virtual " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.DefaultValue ?? "null"}" : "")}"));

    private static string Name(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }
}

using System.Reflection;
using System.Reflection.Emit;
using MetricPlugins.Conformance;
using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Losses;
using MetricPlugins.Models;

namespace MetricPlugins.Tests;

/// <summary>Which way dependencies run, between assemblies and between the folders of the host, read from the built assemblies.</summary>
public class ArchitectureTests
{
    /// <summary>The folders of src/Host: each uses those before it, and none of those behind it.</summary>
    private static readonly string[] Folders =
        ["Base", "Plugins", "Checks", "Images", "Data", "Features", "Training", "Scripting", "Studies", "Cli"];

    private static readonly Assembly Host = typeof(PluginCatalog).Assembly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    [Theory]
    [InlineData(typeof(PluginAttribute))]
    [InlineData(typeof(Study), "MetricPlugins.Abstractions")]
    [InlineData(typeof(PluginCheck), "MetricPlugins.Abstractions")]
    [InlineData(typeof(PluginCatalog), "MetricPlugins.Abstractions", "MetricPlugins.Conformance", "MetricPlugins.Core")]
    [InlineData(typeof(ContrastiveLoss), "MetricPlugins.Abstractions")]
    [InlineData(typeof(Mnist), "MetricPlugins.Abstractions")]
    [InlineData(typeof(ConvNet), "MetricPlugins.Abstractions")]
    public void An_assembly_refers_to_no_others_of_the_product_than(Type type, params string[] allowed) =>
        Assert.Subset(allowed.ToHashSet(), type.Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name == "metric" || name.StartsWith("MetricPlugins.", StringComparison.Ordinal)).ToHashSet());

    [Fact]
    public void A_folder_of_the_host_uses_only_those_before_it()
    {
        var uses = (
            from type in Host.GetTypes()
            from used in Uses(type)
            let @from = Folder(type)
            let to = Folder(used)
            where @from is not null && to is not null && @from != to
            select (From: @from, To: to, Types: $"{type} uses {used}")).ToList();
        Assert.Empty(uses.SelectMany(use => new[] { use.From, use.To }).Except(Folders));
        Assert.Contains(uses, use => (use.From, use.To) == ("Cli", "Plugins"));

        var against = uses.Where(use => Array.IndexOf(Folders, use.From) < Array.IndexOf(Folders, use.To))
            .ToLookup(use => $"{use.From} → {use.To}", use => use.Types);
        Assert.True(
            against.Count == 0,
            string.Join(Environment.NewLine, against.Select(use => $"{use.Key}: {string.Join("; ", use.Distinct())}")));
    }

    /// <summary>F# compiles a file after all that it uses.</summary>
    [Fact]
    public void The_core_compiles_in_the_order_of_its_folders()
    {
        string[] order = ["Numerics", "Runs", "Report"];
        var project = File.ReadAllLines(Path.Combine(Repository.Root, "src", "Core", "MetricPlugins.Core.fsproj"));
        var folders = project.Where(line => line.Contains("<Compile ", StringComparison.Ordinal))
            .Select(line => line.Split('"')[1].Split('/')).Where(parts => parts.Length > 1).Select(parts => Array.IndexOf(order, parts[0])).ToList();
        Assert.DoesNotContain(-1, folders);
        Assert.Equal(folders.Order(), folders);
    }

    /// <summary>The page on the architecture names files that are there.</summary>
    [Fact]
    public void Files_that_the_page_on_the_architecture_names_exist()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var named = page.Split('`').Where((_, i) => i % 2 == 1).Where(text => text.StartsWith("src/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    /// <summary>The folder of a type of the host; null for other types and for the entry point.</summary>
    private static string? Folder(Type type) => type.Assembly != Host ? null : type.Namespace?.Split('.') switch
    {
        ["MetricPlugins", "Host", var folder, ..] => folder,
        ["MetricPlugins", "Host"] => "Base",
        _ => null,
    };

    /// <summary>The types that a type's members, their signatures and their code refer to.</summary>
    private static IEnumerable<Type> Uses(Type type)
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(all).Concat<MethodBase>(type.GetConstructors(all)).ToList();
        return new[] { type.BaseType }.OfType<Type>()
            .Concat(type.GetInterfaces())
            .Concat(type.GetFields(all).Select(field => field.FieldType))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(methods.SelectMany(method => Members(type, method)).SelectMany(TypesOf))
            .SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodInfo { IsGenericMethod: true } method => method.GetGenericArguments().Append(method.DeclaringType!),
        _ => [member.DeclaringType!],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];

    /// <summary>What the code of a method names by metadata tokens.</summary>
    private static IEnumerable<MemberInfo> Members(Type type, MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = (short)((0xFE << 8) | code[at++]);
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok)
                yield return type.Module.ResolveMember(BitConverter.ToInt32(code, at), type.GetGenericArguments(), ofMethod)!;
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}

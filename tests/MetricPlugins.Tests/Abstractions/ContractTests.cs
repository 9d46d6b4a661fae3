using System.Reflection;
using System.Xml.Linq;

namespace MetricPlugins.Tests.Abstractions;

public class ContractTests
{
    private static readonly Assembly Contract = typeof(PluginAttribute).Assembly;

    [Fact]
    public void Its_public_surface_is_the_approved_one()
    {
        var approved = Path.Combine(Repository.Root, "tests", "MetricPlugins.Tests", "Abstractions", "contract.approved.txt");
        var actual = PublicApi.Of(Contract);
        var received = approved.Replace(".approved.", ".received.", StringComparison.Ordinal);
        if (actual == File.ReadAllText(approved))
            return;
        File.WriteAllText(received, actual);
        Assert.Fail($"The contract changed. If that is meant, replace {approved} by {received}; it is the diff that reviewers read.");
    }

    [Fact]
    public void It_is_documented_to_the_last_member()
    {
        var documented = XDocument.Load(Path.ChangeExtension(Contract.Location, "xml")).Descendants("member")
            .Where(m => m.Elements().Any(e => e.Value.Trim().Length > 0)).Select(m => m.Attribute("name")!.Value).ToHashSet();
        var types = Contract.GetExportedTypes();
        Assert.All(types, type => Assert.Contains($"T:{type.FullName}", documented));
        foreach (var type in types.Where(t => !t.IsEnum))
            Assert.All(
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => !m.IsSpecialName && !IsGenerated(m)),
                method => Assert.Contains(documented, name => name.StartsWith($"M:{type.FullName}.{method.Name}", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_name_in_it_clashes_with_the_static_usings_plugins_have()
    {
        var taken = new[] { typeof(torch), typeof(torch.nn) }.SelectMany(t => t.GetNestedTypes().Select(n => n.Name.Split('`')[0])).ToHashSet();
        Assert.All(Contract.GetExportedTypes(), type => Assert.DoesNotContain(type.Name, taken));
    }

    private static bool IsGenerated(MethodInfo method) =>
        method.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null || method.DeclaringType!.GetMethod("<Clone>$") is not null && method.Name is "Equals" or "GetHashCode" or "ToString";
}

using System.Reflection;
using System.Xml;
using System.Xml.Linq;

namespace MetricPlugins.Conformance.Plugins;

/// <summary>The XML documentation file next to a plugin's DLL.</summary>
internal sealed class PluginDocumentation
{
    private readonly Dictionary<string, XElement> members;

    private PluginDocumentation(IEnumerable<XElement> members) =>
        this.members = members.GroupBy(m => (string?)m.Attribute("name") ?? "").ToDictionary(g => g.Key, g => g.First());

    /// <summary>Reads the file; if it is absent or broken, every text is empty.</summary>
    public static PluginDocumentation Beside(string dll)
    {
        try
        {
            return new PluginDocumentation(XDocument.Load(Path.ChangeExtension(dll, ".xml")).Descendants("member"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return new PluginDocumentation([]);
        }
    }

    public string Summary(Type type) => Text(Member(type)?.Element("summary"));

    public string Remarks(Type type) => Text(Member(type)?.Element("remarks"));

    /// <summary>The text of a primary constructor's parameter.</summary>
    public string Parameter(ParameterInfo parameter) =>
        Text(Member(parameter.Member.DeclaringType!)?.Elements("param")
            .FirstOrDefault(p => (string?)p.Attribute("name") == parameter.Name));

    private XElement? Member(Type type) => members.GetValueOrDefault($"T:{type.FullName!.Replace('+', '.')}");

    private static string Text(XElement? element) =>
        string.Join(' ', string.Concat(element?.DescendantNodes().Select(Text) ?? [])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } reference && element.IsEmpty => LastName(reference.Value),
        XElement { IsEmpty: true, FirstAttribute: { } named } => named.Value,
        // Separates paragraphs by a space.
        XElement { Name.LocalName: "para" or "br" } => " ",
        _ => "",
    };

    /// <summary><c>Compute</c> of <c>M:MetricPlugins.MetricLoss.Compute(MetricPlugins.Batch)</c></summary>
    private static string LastName(string reference) => reference.Split('(')[0].Split('.', ':')[^1].Split('`')[0];
}

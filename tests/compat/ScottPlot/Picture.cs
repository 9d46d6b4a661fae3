using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ScottPlot.Tests;

/// <summary>The shapes and texts of an SVG picture.</summary>
internal sealed partial class Picture(string xml)
{
    private readonly XElement root = XDocument.Parse(xml).Root!;

    public IEnumerable<string> Texts => All("text").Select(text => text.Value);

    public IEnumerable<XElement> All(string name) => root.Descendants().Where(element => element.Name.LocalName == name);

    public IEnumerable<XElement> Filled(string color) => root.Descendants().Where(element => (string?)element.Attribute("fill") == color);

    public double NumberOf(string attribute) => Number((string)root.Attribute(attribute)!);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static double[] Numbers(XElement element, string attribute) =>
        [.. NumberPattern().Matches((string)element.Attribute(attribute)!).Select(match => Number(match.Value))];

    /// <summary>Corners of everything drawn as lines or polygons.</summary>
    public IEnumerable<(double X, double Y)> Corners() =>
        from element in root.Descendants()
        let numbers = element.Attribute("d") is not null ? Numbers(element, "d") : element.Attribute("points") is not null ? Numbers(element, "points") : []
        from pair in numbers.Chunk(2)
        select (pair[0], pair[1]);

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex NumberPattern();
}

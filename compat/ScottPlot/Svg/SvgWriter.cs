using System.Globalization;
using System.Text;
using System.Xml;

namespace ScottPlot.Svg;

/// <summary>Shapes as SVG text: the same calls give the same bytes, whatever the culture.</summary>
internal sealed class SvgWriter : IDisposable
{
    // Viewers compute in single precision: beyond this a coordinate is far off the canvas anyhow.
    private const double Far = 1e5;

    private readonly StringBuilder text = new();
    private readonly XmlWriter xml;

    public SvgWriter(int width, int height)
    {
        text.Append("<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n");
        xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" });
        xml.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Attribute("width", width);
        Attribute("height", height);
        xml.WriteAttributeString("viewBox", $"0 0 {Number(width)} {Number(height)}");
        xml.WriteAttributeString("font-family", "'DejaVu Sans', Verdana, Helvetica, Arial, sans-serif");
    }

    public string Finish()
    {
        xml.WriteEndDocument();
        xml.Flush();
        return text.Append('\n').ToString();
    }

    public void Dispose() => xml.Dispose();

    /// <summary>What is drawn until <see cref="EndClip"/> shows inside the box only. An inner svg element clips by itself: without an id, any number
    /// of pictures can stand in one page.</summary>
    public void BeginClip(Box box)
    {
        xml.WriteStartElement("svg");
        Place(box);
        xml.WriteAttributeString("viewBox", string.Join(' ', Number(box.Left), Number(box.Top), Number(box.Width), Number(box.Height)));
    }

    public void EndClip() => xml.WriteEndElement();

    public void Rectangle(Box box, Color fill)
    {
        xml.WriteStartElement("rect");
        Place(box);
        Fill(fill);
        xml.WriteEndElement();
    }

    public void Outline(Box box, LineStyle style)
    {
        if (style.Width <= 0)
            return;
        xml.WriteStartElement("rect");
        Place(box);
        xml.WriteAttributeString("fill", "none");
        Stroke(style);
        xml.WriteEndElement();
    }

    public void Line(double x1, double y1, double x2, double y2, LineStyle style) => Lines($"M{Point(x1, y1)}L{Point(x2, y2)}", style);

    /// <summary>One line through all points, interrupted where one is not finite.</summary>
    public void Polyline(IEnumerable<(double X, double Y)> points, LineStyle style)
    {
        var path = new StringBuilder();
        var drawing = false;
        foreach (var (x, y) in points)
        {
            var finite = double.IsFinite(x) && double.IsFinite(y);
            if (finite)
                path.Append(drawing ? 'L' : 'M').Append(Point(x, y));
            drawing = finite;
        }
        Lines(path.ToString(), style);
    }

    /// <summary>Lines by path data.</summary>
    public void Lines(string path, LineStyle style)
    {
        if (path.Length == 0 || style.Width <= 0)
            return;
        xml.WriteStartElement("path");
        xml.WriteAttributeString("d", path);
        xml.WriteAttributeString("fill", "none");
        Stroke(style);
        xml.WriteEndElement();
    }

    /// <summary>A filled shape; nothing when a corner is not finite.</summary>
    public void Polygon(IReadOnlyCollection<(double X, double Y)> corners, Color fill)
    {
        if (corners.Count == 0 || !corners.All(corner => double.IsFinite(corner.X) && double.IsFinite(corner.Y)))
            return;
        xml.WriteStartElement("polygon");
        xml.WriteAttributeString("points", string.Join(' ', corners.Select(corner => Point(corner.X, corner.Y))));
        Fill(fill);
        xml.WriteEndElement();
    }

    /// <summary>What is drawn until <see cref="EndGroup"/> takes this colour.</summary>
    public void BeginGroup(Color fill)
    {
        xml.WriteStartElement("g");
        Fill(fill);
    }

    public void EndGroup() => xml.WriteEndElement();

    /// <summary>In the colour of the group.</summary>
    public void Circle(double x, double y, double radius)
    {
        xml.WriteStartElement("circle");
        Attribute("cx", x);
        Attribute("cy", y);
        Attribute("r", radius);
        xml.WriteEndElement();
    }

    /// <summary>A closed shape in the colour of the group.</summary>
    public void Shape(string path)
    {
        xml.WriteStartElement("path");
        xml.WriteAttributeString("d", path);
        xml.WriteEndElement();
    }

    /// <summary>One line of text whose baseline starts, is centred or ends at the point, turned about it by degrees.</summary>
    public void Text(string line, double x, double y, string anchor, LabelStyle style, double rotation)
    {
        xml.WriteStartElement("text");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("font-size", style.FontSize);
        if (anchor != "start")
            xml.WriteAttributeString("text-anchor", anchor);
        if (style.Bold)
            xml.WriteAttributeString("font-weight", "bold");
        if (rotation != 0)
            xml.WriteAttributeString("transform", $"rotate({Number(rotation)} {Point(x, y)})");
        Fill(style.ForeColor);
        xml.WriteString(Readable(line));
        xml.WriteEndElement();
    }

    public void Image(Box box, byte[] png)
    {
        xml.WriteStartElement("image");
        Place(box);
        xml.WriteAttributeString("preserveAspectRatio", "none");
        xml.WriteAttributeString("href", "data:image/png;base64," + Convert.ToBase64String(png));
        xml.WriteEndElement();
    }

    public static string Point(double x, double y) => Number(x) + " " + Number(y);

    /// <summary>In hundredths of a pixel.</summary>
    public static string Number(double value)
    {
        var rounded = Math.Round(Math.Clamp(value, -Far, Far), 2);
        // Adding zero turns −0 into 0.
        return double.IsFinite(rounded)
            ? (rounded + 0.0).ToString("0.##", CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Bug in compat/ScottPlot: {value} is no place on a canvas.");
    }

    // XML has no way to write most control characters or half a surrogate pair.
    private static string Readable(string line) =>
        string.Concat(line.EnumerateRunes().Select(rune => Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));

    private void Place(Box box)
    {
        Attribute("x", box.Left);
        Attribute("y", box.Top);
        Attribute("width", box.Width);
        Attribute("height", box.Height);
    }

    private void Fill(Color color) => Paint("fill", color);

    private void Stroke(LineStyle style)
    {
        Paint("stroke", style.Color);
        Attribute("stroke-width", style.Width);
        if (style.Pattern.Intervals.Length > 0)
            xml.WriteAttributeString("stroke-dasharray", string.Join(' ', style.Pattern.Intervals.Select(interval => Number(interval))));
    }

    private void Paint(string name, Color color)
    {
        xml.WriteAttributeString(name, $"#{color.Red:X2}{color.Green:X2}{color.Blue:X2}");
        if (color.Alpha < 255)
            Attribute(name + "-opacity", color.Alpha / 255.0);
    }

    private void Attribute(string name, double value) => xml.WriteAttributeString(name, Number(value));
}

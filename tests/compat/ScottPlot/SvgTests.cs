using System.Globalization;
using ScottPlot.TickGenerators;

namespace ScottPlot.Tests;

public class SvgTests
{
    private static readonly double[] Xs = [0, 1, 2, 3];
    private static readonly double[] Ys = [1, 3, 2, 4];
    private static readonly Color Blue = Color.FromHex("#0072B2");

    [Fact]
    public void A_picture_has_the_size_asked_for()
    {
        var picture = new Picture(Lines().GetSvgXml(320, 240));

        Assert.Equal(320, picture.NumberOf("width"));
        Assert.Equal(240, picture.NumberOf("height"));
    }

    [Fact]
    public void Everything_lies_within_the_canvas()
    {
        using var plot = Lines();
        plot.Title("A title");
        plot.XLabel("epoch");
        plot.YLabel("loss");
        plot.ShowLegend(Edge.Right);

        Assert.All(new Picture(plot.GetSvgXml(320, 240)).Corners(), corner =>
        {
            Assert.InRange(corner.X, 0, 320);
            Assert.InRange(corner.Y, 0, 240);
        });
    }

    [Fact]
    public void The_same_plot_gives_the_same_bytes()
    {
        Assert.Equal(Lines().GetSvgXml(320, 240), Lines().GetSvgXml(320, 240));

        using var plot = Lines();
        Assert.Equal(plot.GetSvgXml(320, 240), plot.GetSvgXml(320, 240));
    }

    [Fact]
    public void A_culture_with_a_decimal_comma_changes_no_coordinate()
    {
        var expected = Drawn();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = WithDecimalComma();
            Assert.Equal(expected, Drawn());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        static string Drawn()
        {
            using var plot = Lines();
            // By themselves labels follow the culture, as the real package's do.
            plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = value => value.ToString(CultureInfo.InvariantCulture) };
            plot.Axes.Left.TickGenerator = new NumericManual([1.5, 2.5], ["low", "high"]);
            return plot.GetSvgXml(321, 243);
        }
    }

    [Fact]
    public void A_saved_picture_is_the_one_that_is_given_as_text()
    {
        var path = Path.Combine(Path.GetTempPath(), $"scottplot-{Guid.NewGuid():N}.svg");
        try
        {
            using var plot = Lines();
            var saved = plot.SaveSvg(path, 320, 240);
            Assert.Equal(path, saved.Path);
            Assert.Equal(new FileInfo(path).Length, saved.FileSize);
            Assert.Equal(plot.GetSvgXml(320, 240), File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Text_of_any_letters_stays_text()
    {
        using var plot = Lines();
        plot.Title("a < b & \"c\" > 'd'");
        plot.XLabel("naïve 类别 🦜");

        var texts = new Picture(plot.GetSvgXml(320, 240)).Texts.ToList();
        Assert.Contains("a < b & \"c\" > 'd'", texts);
        Assert.Contains("naïve 类别 🦜", texts);
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0xD83D)]
    [InlineData(0xFFFE)]
    public void What_XML_cannot_hold_is_replaced(int letter)
    {
        using var plot = Lines();
        plot.XLabel($"a{(char)letter}b");

        Assert.Contains("a\uFFFDb", new Picture(plot.GetSvgXml(320, 240)).Texts);
    }

    [Fact]
    public void Lines_of_text_stand_below_one_another()
    {
        using var plot = Lines();
        plot.Title("first\nsecond");

        var lines = new Picture(plot.GetSvgXml(320, 240)).All("text").Where(text => text.Value is "first" or "second").ToList();
        Assert.Equal(["first", "second"], lines.Select(line => line.Value));
        Assert.True(Picture.Numbers(lines[0], "y")[0] < Picture.Numbers(lines[1], "y")[0]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_is_not_drawn(double odd)
    {
        using var plot = new Plot();
        plot.Add.Scatter([0, 1, 2, 3], [1, odd, 2, 3], Blue);
        plot.Add.Markers([0, 1], [1, odd]);
        plot.Add.FillY([0, 1], [0, 0], [1, odd]);
        plot.Add.Bars([new Bar { Position = 0, Value = 1 }, new Bar { Position = 1, Value = odd }]);
        plot.Add.ErrorBar([0, 1], [1, 1], [0.1, odd]);
        plot.Add.Text("nowhere", 0, odd);

        var xml = plot.GetSvgXml(320, 240);
        Assert.DoesNotContain("NaN", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", new Picture(xml).Texts);
    }

    [Fact]
    public void A_line_stops_where_a_point_is_missing()
    {
        using var plot = new Plot();
        plot.Add.ScatterLine([0, 1, 2, 3, 4], [1, 2, double.NaN, 3, 4], Blue);

        var line = new Picture(plot.GetSvgXml(320, 240)).All("path").Single(path => (string?)path.Attribute("stroke") == "#0072B2");
        Assert.Equal(2, ((string)line.Attribute("d")!).Count(letter => letter == 'M'));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(1e300, 0)]
    [InlineData(1e-300, 1e-300)]
    [InlineData(-1e9, 1e-9)]
    public void Limits_of_any_size_can_be_drawn(double low, double range)
    {
        using var plot = Lines();
        plot.Axes.SetLimits(low, low + range, low, low + range);

        Assert.All(new Picture(plot.GetSvgXml(320, 240)).Corners(), corner => Assert.True(double.IsFinite(corner.X) && double.IsFinite(corner.Y)));
    }

    [Fact]
    public void A_plot_without_data_has_axes()
    {
        using var plot = new Plot();

        Assert.Contains("0", new Picture(plot.GetSvgXml(320, 240)).Texts);
    }

    private static CultureInfo WithDecimalComma()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) = (",", ".", "−");
        return culture;
    }

    private static Plot Lines()
    {
        var plot = new Plot();
        var line = plot.Add.Scatter(Xs, Ys, Blue);
        line.LegendText = "loss";
        line.LinePattern = new([4, 2], 0, "Short dashes");
        plot.Add.FillY(Xs, Ys, [2, 4, 3, 5]).FillColor = Blue.WithAlpha(0.2);
        return plot;
    }
}

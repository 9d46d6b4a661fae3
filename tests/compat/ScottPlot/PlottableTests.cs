using ScottPlot.TickGenerators;

namespace ScottPlot.Tests;

public class PlottableTests
{
    private static readonly Color Blue = Color.FromHex("#0072B2");

    [Fact]
    public void A_band_is_a_polygon_through_both_lines()
    {
        using var plot = new Plot();
        plot.Add.FillY([0, 1, 2], [0, 1, 2], [3, 4, 5]).FillColor = Blue.WithAlpha(0.2);
        var band = Assert.Single(Drawn(plot).All("polygon"));

        Assert.Equal(12, Picture.Numbers(band, "points").Length);
        Assert.Equal("#0072B2", (string?)band.Attribute("fill"));
        Assert.Equal("0.2", (string?)band.Attribute("fill-opacity"));
    }

    [Theory]
    [InlineData(MarkerShape.FilledCircle, "circle")]
    [InlineData(MarkerShape.FilledSquare, "path")]
    [InlineData(MarkerShape.FilledTriangleUp, "path")]
    [InlineData(MarkerShape.FilledDiamond, "path")]
    public void Every_finite_point_has_its_marker(MarkerShape shape, string element)
    {
        using var plot = new Plot();
        plot.Add.Markers([0, 1, 2], [0, 1, double.NaN], shape, 8, Blue);
        var group = Assert.Single(Drawn(plot).Filled("#0072B2"));

        Assert.Equal(2, group.Elements().Count(child => child.Name.LocalName == element));
    }

    [Fact]
    public void Bars_rise_from_their_base_in_proportion_to_their_values()
    {
        using var plot = new Plot();
        plot.Add.Bars([Filled(0, 1), Filled(1, 2), Filled(2, -1)]);
        var bars = Drawn(plot).Filled("#0072B2").ToList();
        var heights = bars.Select(bar => Picture.Numbers(bar, "height")[0]).ToList();

        Assert.Equal(3, bars.Count);
        Assert.Equal(2, heights[1] / heights[0], 2);
        Assert.Equal(1, heights[2] / heights[0], 2);
        // The third hangs from where the others stand.
        Assert.Equal(Picture.Numbers(bars[0], "y")[0] + heights[0], Picture.Numbers(bars[2], "y")[0], 1);

        static Bar Filled(double position, double value) => new() { Position = position, Value = value, FillColor = Blue, LineWidth = 0 };
    }

    [Fact]
    public void An_error_bar_reaches_as_far_up_as_down_and_none_is_drawn_without_an_error()
    {
        using var plot = new Plot();
        plot.Axes.SetLimits(0, 3, 0, 4);
        var errors = plot.Add.ErrorBar([1, 2], [2, 2], [1, 0]);
        errors.Color = Blue;

        var lines = Assert.Single(Drawn(plot).All("path"), path => (string?)path.Attribute("stroke") == "#0072B2");
        var ys = Picture.Numbers(lines, "d").Where((_, i) => i % 2 == 1).Distinct().Order().ToList();
        Assert.Equal(2, ys.Count);
        var middle = Drawn(WithMarker()).All("circle").Select(circle => Picture.Numbers(circle, "cy")[0]).Single();
        Assert.Equal(middle, (ys[0] + ys[1]) / 2, 1);

        static Plot WithMarker()
        {
            var plot = new Plot();
            plot.Axes.SetLimits(0, 3, 0, 4);
            plot.Add.Markers([1], [2]);
            return plot;
        }
    }

    [Fact]
    public void Text_stands_where_it_is_put()
    {
        using var plot = new Plot();
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.HideGrid();
        var text = plot.Add.Text("here", 0.5, 0.5);
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontColor = Blue;
        var drawn = Drawn(plot).All("text").Single(element => element.Value == "here");

        Assert.Equal("middle", (string?)drawn.Attribute("text-anchor"));
        Assert.Equal("#0072B2", (string?)drawn.Attribute("fill"));
    }

    [Fact]
    public void Data_beyond_the_limits_is_clipped_to_the_data_area()
    {
        using var plot = new Plot();
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.Add.ScatterLine([-5, 5], [-5, 5], Blue);
        var line = Drawn(plot).All("path").Single(path => (string?)path.Attribute("stroke") == "#0072B2");

        Assert.Equal("svg", line.Parent!.Name.LocalName);
        Assert.NotNull(line.Parent.Parent);
    }

    [Fact]
    public void A_heat_map_is_an_image_of_its_cells_beside_its_colours()
    {
        using var plot = new Plot();
        var map = plot.Add.Heatmap(new[,] { { 0.0, 1.0 }, { double.NaN, 3.0 } });
        plot.Add.ColorBar(map);
        var picture = Drawn(plot);

        Assert.Equal(2, picture.All("image").Count());
        Assert.Contains("3", picture.Texts);
        Assert.Equal((-0.5, 1.5), (map.GetAxisLimits().Left, map.GetAxisLimits().Right));
    }

    [Fact]
    public void A_heat_map_spans_the_range_it_is_given()
    {
        var wide = Map(new Range(0, 4));
        Assert.Equal((0, 4), (wide.GetRange().Min, wide.GetRange().Max));
        Assert.Equal((1, 2), (Map(null).GetRange().Min, Map(null).GetRange().Max));

        Assert.Equal((0, 4), Scale(new Range(0, 4)));
        Assert.Equal((1, 2), Scale(null));
        // The same values in other colours; beyond the range in those of its ends.
        Assert.NotEqual(Cells(new Range(0, 4)), Cells(null));
        Assert.Equal(Cells(new Range(1.4, 1.6)), Cells(new Range(1.2, 1.8)));

        static Plottables.Heatmap Map(Range? range) => new(new[,] { { 1.0, 2.0 } }) { ManualRange = range };

        static Picture Drawing(Range? range)
        {
            using var plot = new Plot();
            plot.Axes.Bottom.TickGenerator = plot.Axes.Left.TickGenerator = new NumericManual();
            var map = plot.Add.Heatmap(new[,] { { 1.0, 2.0 } });
            map.ManualRange = range;
            plot.Add.ColorBar(map);
            return Drawn(plot);
        }

        // Ends of the colours' axis.
        static (double Least, double Greatest) Scale(Range? range) => (Drawing(range).Texts.Min(Picture.Number), Drawing(range).Texts.Max(Picture.Number));

        static string? Cells(Range? range) => (string?)Drawing(range).All("image").First().Attribute("href");
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void A_range_goes_up_between_finite_values(double min, double max) => Assert.Throws<ArgumentException>(() => new Range(min, max));

    [Fact]
    public void Viridis_goes_from_dark_to_light()
    {
        var map = new Colormaps.Viridis();
        var light = Enumerable.Range(0, 101).Select(i => map.GetColor(i / 100.0)).Select(color => 0.2126 * color.Red + 0.7152 * color.Green + 0.0722 * color.Blue);

        Assert.Equal(light.Order(), light);
        Assert.Equal(Color.FromHex("#440154"), map.GetColor(-1));
        Assert.Equal(Color.FromHex("#FDE725"), map.GetColor(2));
    }

    [Fact]
    public void Lists_of_different_lengths_are_refused()
    {
        using var plot = new Plot();

        Assert.ThrowsAny<ArgumentException>(() => plot.Add.Scatter([1, 2], [1]));
        Assert.ThrowsAny<ArgumentException>(() => plot.Add.Markers([1, 2], [1]));
    }

    private static Picture Drawn(Plot plot) => new(plot.GetSvgXml(320, 240));
}

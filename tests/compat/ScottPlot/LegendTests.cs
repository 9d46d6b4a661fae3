namespace ScottPlot.Tests;

public class LegendTests
{
    [Fact]
    public void Plottables_with_a_legend_text_are_listed_in_their_order()
    {
        using var plot = Named();

        Assert.Equal(["first", "second"], plot.Legend.GetItems().Select(item => item.LabelText));
    }

    [Fact]
    public void A_legend_beside_the_data_stands_right_of_it()
    {
        using var plot = Named();
        plot.ShowLegend(Edge.Right);
        var picture = new Picture(plot.GetSvgXml(400, 240));
        var data = picture.All("svg").Single();
        var (left, width) = (Picture.Numbers(data, "x")[0], Picture.Numbers(data, "width")[0]);

        Assert.All(picture.All("text").Where(text => text.Value is "first" or "second"), text => Assert.True(Picture.Numbers(text, "x")[0] > left + width));
        Assert.Equal(Orientation.Vertical, plot.Legend.Orientation);
    }

    [Fact]
    public void A_legend_below_lists_side_by_side_unless_it_is_told_to_stack()
    {
        using var plot = Named();
        plot.ShowLegend(Edge.Bottom);
        var beside = Places(plot);
        plot.Legend.Orientation = Orientation.Vertical;
        var stacked = Places(plot);

        Assert.Equal(beside[0].Y, beside[1].Y);
        Assert.True(beside[0].X < beside[1].X);
        Assert.Equal(stacked[0].X, stacked[1].X);
        Assert.True(stacked[0].Y < stacked[1].Y);
    }

    [Fact]
    public void No_legend_is_drawn_of_nothing()
    {
        using var plot = new Plot();
        plot.Add.ScatterLine([0, 1], [0, 1]);
        var without = new Picture(plot.GetSvgXml(400, 240)).All("text").Count();
        plot.ShowLegend(Edge.Bottom);

        Assert.Equal(without, new Picture(plot.GetSvgXml(400, 240)).All("text").Count());
    }

    private static Plot Named()
    {
        var plot = new Plot();
        plot.Add.ScatterLine([0, 1], [0, 1]).LegendText = "first";
        plot.Add.ScatterLine([0, 1], [1, 2]);
        plot.Add.Bars([new Bar { Value = 1 }]).LegendText = "second";
        return plot;
    }

    private static (double X, double Y)[] Places(Plot plot) =>
        [.. new Picture(plot.GetSvgXml(400, 240)).All("text").Where(text => text.Value is "first" or "second").Select(text => (Picture.Numbers(text, "x")[0], Picture.Numbers(text, "y")[0]))];
}

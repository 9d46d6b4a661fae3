namespace ScottPlot.Tests;

public class TitleTests
{
    [Fact]
    public void A_title_stands_over_the_data_or_over_what_is_left_of_them_too()
    {
        using var plot = new Plot();
        plot.Title("title");
        plot.YLabel("a label");
        plot.Axes.SetLimits(0, 1, 0, 1);
        var (left, width, over) = Places(plot);
        plot.Axes.Title.FullFigureCenter = true;
        var (_, _, overAll) = Places(plot);

        Assert.Equal(left + width / 2, over, 1);
        Assert.Equal((left + width) / 2, overAll, 1);
    }

    private static (double Left, double Width, double Title) Places(Plot plot)
    {
        var picture = new Picture(plot.GetSvgXml(320, 240));
        var data = picture.All("svg").Single();
        return (Picture.Numbers(data, "x")[0], Picture.Numbers(data, "width")[0], Picture.Numbers(picture.All("text").Single(text => text.Value == "title"), "x")[0]);
    }
}

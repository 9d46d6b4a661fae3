namespace ScottPlot.Tests;

public class AxisTests
{
    [Fact]
    public void Limits_that_are_set_stay()
    {
        using var plot = new Plot();
        plot.Add.Scatter([0, 100], [0, 100]);
        plot.Axes.SetLimits(1, 2, 3, 4);
        plot.GetSvgXml(320, 240);
        var limits = plot.Axes.GetLimits();

        Assert.Equal((1, 2, 3, 4), (limits.Left, limits.Right, limits.Bottom, limits.Top));
    }

    [Fact]
    public void Limits_that_are_not_set_surround_the_data()
    {
        using var plot = new Plot();
        plot.Add.Scatter([0, 100], [-1, 1]);
        plot.GetSvgXml(320, 240);
        var limits = plot.Axes.GetLimits();

        Assert.True(limits.Left < 0 && limits.Right > 100 && limits.Bottom < -1 && limits.Top > 1);
    }

    [Fact]
    public void Square_units_are_as_long_in_x_as_in_y()
    {
        using var plot = new Plot();
        plot.Add.Markers([0, 10], [0, 1], color: Color.FromHex("#0072B2"));
        plot.Axes.SetLimits(0, 10, 0, 1);
        plot.Axes.SquareUnits();
        var circles = new Picture(plot.GetSvgXml(400, 300)).All("circle").ToList();
        var (x, y) = (Distance("cx"), Distance("cy"));

        Assert.Equal(10, x / y, 1);

        double Distance(string attribute) => Math.Abs(Picture.Numbers(circles[1], attribute)[0] - Picture.Numbers(circles[0], attribute)[0]);
    }

    [Fact]
    public void A_larger_value_is_higher_and_further_right()
    {
        using var plot = new Plot();
        plot.Add.Markers([0, 1], [0, 1]);
        var circles = new Picture(plot.GetSvgXml(400, 300)).All("circle").ToList();

        Assert.True(Picture.Numbers(circles[0], "cx")[0] < Picture.Numbers(circles[1], "cx")[0]);
        Assert.True(Picture.Numbers(circles[0], "cy")[0] > Picture.Numbers(circles[1], "cy")[0]);
    }

    [Theory]
    [InlineData("#0072B2", 0x00, 0x72, 0xB2)]
    [InlineData("D55E00", 0xD5, 0x5E, 0x00)]
    [InlineData("#nothing", 0, 0, 0)]
    public void Colours_are_read_from_hexadecimal_digits(string hex, byte red, byte green, byte blue) =>
        Assert.Equal(new Color(red, green, blue), Color.FromHex(hex));
}

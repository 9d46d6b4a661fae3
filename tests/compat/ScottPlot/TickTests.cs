using ScottPlot.TickGenerators;

namespace ScottPlot.Tests;

public class TickTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(-3, 17)]
    [InlineData(0.001, 0.0017)]
    [InlineData(-250000, 900000)]
    public void Ticks_are_round_numbers_within_the_limits_and_evenly_spaced(double low, double high)
    {
        var majors = Majors(low, high, 400).Select(tick => tick.Position).ToArray();
        var spacing = majors[1] - majors[0];
        var leading = spacing / Math.Pow(10, Math.Floor(Math.Log10(spacing * 1.0000001)));

        Assert.InRange(majors.Length, 3, 20);
        Assert.All(majors, position => Assert.InRange(position, low - 1e-9, high + 1e-9));
        Assert.Contains(new[] { 1, 2.5, 5 }, step => Math.Abs(leading - step) < 1e-6);
        Assert.All(majors.Zip(majors.Skip(1)), pair => Assert.Equal(spacing, pair.Second - pair.First, spacing * 1e-6));
        Assert.All(majors, position => Assert.Equal(0, Math.IEEERemainder(position, spacing), spacing * 1e-6));
    }

    [Fact]
    public void Less_room_gives_fewer_ticks() => Assert.True(Majors(0, 1, 120).Length < Majors(0, 1, 900).Length);

    [Fact]
    public void Labels_follow_the_formatter()
    {
        using var plot = new Plot();
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = value => $"<{value:0.0}>" };
        plot.GetSvgXml(320, 240);

        Assert.Contains(plot.Axes.Left.TickGenerator.Ticks, tick => tick.Label == "<0.5>");
    }

    [Fact]
    public void Ticks_by_hand_are_drawn_where_they_are_within_the_limits()
    {
        using var plot = new Plot();
        plot.Axes.SetLimits(0, 3, 0, 1);
        var ticks = new NumericManual([0, 2, 4], ["1", "100", "10000"]);
        ticks.AddMinor(1);
        plot.Axes.Bottom.TickGenerator = ticks;
        var texts = new Picture(plot.GetSvgXml(320, 240)).Texts.ToList();

        Assert.Contains("100", texts);
        Assert.DoesNotContain("10000", texts);
        Assert.Equal([true, true, false], ticks.Ticks.Select(tick => tick.IsMajor));
    }

    [Fact]
    public void Every_tick_by_hand_needs_a_label() => Assert.Throws<ArgumentException>(() => new NumericManual([1, 2], ["one"]));

    [Fact]
    public void Labels_do_not_overlap()
    {
        using var plot = new Plot();
        plot.Axes.SetLimits(100000, 100001, 0, 1);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = value => value.ToString("F3") };
        plot.GetSvgXml(500, 240);
        var majors = plot.Axes.Bottom.TickGenerator.Ticks.Where(tick => tick.IsMajor).ToArray();

        // Ten letters take some 70 pixels; the data area is less than 500 wide.
        Assert.InRange(majors.Length, 2, 7);
    }

    private static Tick[] Majors(double low, double high, int height)
    {
        using var plot = new Plot();
        plot.Axes.SetLimits(0, 1, low, high);
        plot.GetSvgXml(400, height);
        return [.. plot.Axes.Left.TickGenerator.Ticks.Where(tick => tick.IsMajor).OrderBy(tick => tick.Position)];
    }
}

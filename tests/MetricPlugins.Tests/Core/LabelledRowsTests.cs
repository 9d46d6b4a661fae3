using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class LabelledRowsTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(19)]
    [InlineData(32)]
    public void Rows_in_single_precision_measure_as_the_same_rows_in_double(int size)
    {
        var (labels, rows) = RandomRows.Unit(1, 90, size, 4);
        float[] singles = [.. rows.Select(value => (float)value)];
        LabelledRows[] both = [new(labels, singles, size), new(labels, [.. singles.Select(value => (double)value)], size)];

        var buffer = new double[size];
        Assert.All(
            Enumerable.Range(0, 90),
            index => Assert.Equal(both[1].Row(index, new double[size]).ToArray(), both[0].Row(index, buffer).ToArray()));
        Same(rows => rows.AreUnit);
        Same(rows => Variance.Measure(rows).Inter);
        Same(rows => Collapse.Measure(rows, Variance.Measure(rows)));
        Same(rows => string.Join(" ", Retrieval.Queries(rows)));
        Same(rows => Clustering.Nmi(0, rows));
        Same(rows => KnnClassifier.Accuracy(rows, rows));
        Same(rows => LinearProbe.Accuracy(rows, rows));

        void Same<T>(Func<LabelledRows, T> measure) => Assert.Equal(measure(both[1]), measure(both[0]));
    }

    [Fact]
    public void Some_rows_are_chosen_in_the_order_asked_for()
    {
        var rows = new LabelledRows([0, -1, 2, 0], new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 2);
        Assert.Equal([0, 2, 3], rows.Known);
        var chosen = rows.Choose([2, 0]);
        Assert.Equal((2, 2L, 0L), (chosen.Count, chosen.Label(0), chosen.Label(1)));
        Assert.Equal([5.0, 6.0], chosen.Row(0, new double[2]).ToArray());
    }
}

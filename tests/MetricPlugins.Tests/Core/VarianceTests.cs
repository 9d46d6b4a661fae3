using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class VarianceTests
{
    [Theory]
    [InlineData(1, 40, 2, 3)]
    [InlineData(2, 200, 7, 10)]
    [InlineData(3, 300, 33, 2)]
    public void Unit_rows_keep_the_identities_of_their_centroids(int seed, int count, int size, int classes)
    {
        var (labels, rows) = RandomRows.Unit(seed, count, size, classes);
        var geometry = Variance.Measure(new LabelledRows(labels, rows, size));

        Assert.Equal(classes, geometry.Classes.Length);
        foreach (var found in geometry.Classes)
        {
            var length = Math.Sqrt(found.Centroid.Sum(x => x * x));
            Assert.Equal(1 - (length * length), found.Intra.Sq, 1e-12);
            Assert.Equal(1 - length, found.Intra.Cos, 1e-12);
            Assert.True(found.Intra.Euclid <= Math.Sqrt(found.Intra.Sq) + 1e-12);
        }

        var most = classes / (classes - 1.0);
        Assert.True(geometry.Inter.Mean.Sq <= (2 * most * (1 - geometry.Intra.Mean.Sq)) + 1e-12);
        Assert.True(geometry.Inter.Mean.Cos <= most + 1e-12);
    }

    [Fact]
    public void Distances_are_those_of_a_drawing_on_paper()
    {
        // Class 0: (0, 0) and (6, 8) about (3, 4). Class 2: (3, 0) and (3, -2) about (3, -1).
        var geometry = Variance.Measure(RandomRows.Of([0, 2, 0, 2, -1], [0, 0], [3, 0], [6, 8], [3, -2], [1000, 1000]));
        var (first, second) = (geometry.Classes[0], geometry.Classes[1]);
        Assert.Equal([3.0, 4.0], first.Centroid);
        Assert.Equal((25.0, 5.0), (first.Intra.Sq, first.Intra.Euclid));
        Assert.Equal((2L, 2, 1.0, 1.0), (second.Label, second.Count, second.Intra.Sq, second.Intra.Euclid));

        var pair = Assert.Single(Variance.Pairs(geometry));
        Assert.Equal((0L, 2L, 25.0, 5.0), (pair.LabelA, pair.LabelB, pair.Inter.Sq, pair.Inter.Euclid));
        Assert.Equal(1 - ((9.0 - 4) / (5 * Math.Sqrt(10))), pair.Inter.Cos, 1e-15);

        Assert.Equal((13.0, 144.0), (geometry.Intra.Mean.Sq, geometry.Intra.Variance.Sq));
        Assert.Equal((5.0, 0.0), (geometry.Inter.Mean.Euclid, geometry.Inter.Variance.Euclid));
    }

    [Fact]
    public void Classes_and_pairs_come_by_label_and_outliers_not_at_all()
    {
        var geometry = Variance.Measure(RandomRows.Of([5, -1, 3, 9, 3], [1], [7], [2], [3], [4]));
        Assert.Equal([(3L, 2), (5L, 1), (9L, 1)], geometry.Classes.Select(c => (c.Label, c.Count)));
        Assert.Equal([(3L, 5L), (3L, 9L), (5L, 9L)], Variance.Pairs(geometry).Select(p => (p.LabelA, p.LabelB)));
    }

    [Fact]
    public void A_class_of_one_sample_has_no_spread()
    {
        var only = Variance.Measure(RandomRows.Of([0], [0.6, 0.8])).Classes[0].Intra;
        Assert.Equal((0.0, 0.0), (only.Sq, only.Euclid));
        Assert.Equal(0, only.Cos, 1e-15);
    }

    [Fact]
    public void The_cosine_distance_to_a_centroid_of_zero_is_one()
    {
        var geometry = Variance.Measure(RandomRows.Of([0, 0, 1], [1, 0], [-1, 0], [0, 1]));
        Assert.Equal((1.0, 1.0), (geometry.Classes[0].Intra.Cos, Variance.Pairs(geometry)[0].Inter.Cos));
    }

    [Fact]
    public void What_is_not_a_number_stays_so_and_is_no_other_classs_matter()
    {
        var geometry = Variance.Measure(RandomRows.Of([0, 0, 1, 1], [double.NaN, 0], [1, 0], [0, 1], [0, 1]));
        Assert.Equal((double.NaN, 0.0), (geometry.Classes[0].Intra.Sq, geometry.Classes[1].Intra.Sq));
        Assert.Equal((double.NaN, double.NaN), (geometry.Intra.Mean.Cos, geometry.Inter.Mean.Euclid));
    }

    [Fact]
    public void Without_two_classes_nothing_lies_between()
    {
        Assert.Equal(double.NaN, Variance.Measure(RandomRows.Of([0, 0], [1], [2])).Inter.Mean.Sq);
        Assert.Equal(double.NaN, Variance.Measure(RandomRows.Of([-1], [1])).Intra.Mean.Sq);
    }

    [Fact]
    public void Single_precision_rows_are_summed_in_double()
    {
        var rows = Enumerable.Repeat(new[] { 1e8f, 1f }, 1000).SelectMany(row => row).ToArray();
        var measured = Variance.Measure(new LabelledRows(new long[1000], rows, 2)).Classes[0];
        Assert.Equal([1e8, 1.0], measured.Centroid);
        Assert.Equal(0, measured.Intra.Sq);
    }

    [Fact]
    public void Rows_that_do_not_fit_their_labels_are_refused() =>
        Assert.Contains("2 rows of 2 are 4 values; got 3", Assert.Throws<ArgumentException>(() => new LabelledRows([0, 0], [1.0, 2, 3], 2)).Message);
}

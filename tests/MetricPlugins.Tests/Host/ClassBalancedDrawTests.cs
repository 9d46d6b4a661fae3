using MetricPlugins.Core;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Tests.Host;

public class ClassBalancedDrawTests
{
    /// <summary>Row r is of class r / 100; classes of 2, 3, 9, 10 and 40 samples.</summary>
    private static readonly long[][] Members = [.. new[] { 2, 3, 9, 10, 40 }.Select((size, label) => Enumerable.Range(0, size).Select(i => (label * 100L) + i).ToArray())];

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 7)]
    [InlineData(4, 50)]
    public void A_batch_has_as_many_classes_and_samples_as_asked_for_and_none_twice(int classes, int samples)
    {
        foreach (var batch in Draw(seed: 1, count: 200, classes, samples))
        {
            Assert.Equal(batch.Length, batch.Distinct().Count());
            var groups = batch.GroupBy(row => row / 100).ToList();
            Assert.Equal(classes, groups.Count);
            Assert.All(groups, g => Assert.Equal(Math.Min(samples, Members[g.Key].Length), g.Count()));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_class_gives_all_of_its_samples_before_one_comes_again(int samples)
    {
        foreach (var draws in Draw(seed: 2, count: 300, classes: 2, samples).SelectMany(batch => batch).GroupBy(row => row / 100))
        {
            var size = Members[draws.Key].Length;
            Assert.All(draws.Chunk(size).SkipLast(1), pass => Assert.Equal(size, pass.Distinct().Count()));
        }
    }

    [Fact]
    public void Classes_and_samples_are_drawn_alike_often()
    {
        var draws = Draw(seed: 3, count: 20_000, classes: 2, samples: 2).SelectMany(batch => batch).ToList();
        foreach (var group in draws.GroupBy(row => row / 100))
        {
            Assert.InRange(group.Count(), 15_500, 16_500);
            var expected = group.Count() / (double)Members[group.Key].Length;
            Assert.All(group.GroupBy(row => row), row => Assert.InRange(row.Count(), 0.9 * expected, 1.1 * expected));
        }
    }

    [Fact]
    public void A_seed_decides_it()
    {
        Assert.Equal(Draw(4, 50, 3, 4), Draw(4, 50, 3, 4));
        Assert.NotEqual(Draw(4, 50, 3, 4), Draw(5, 50, 3, 4));
    }

    private static List<long[]> Draw(int seed, int count, int classes, int samples)
    {
        var (rows, sizes) = new ClassBalancedDraw(Members, new SeededRandom(seed)).Batches(count, classes, samples);
        Assert.Equal((count, rows.Length), (sizes.Length, (int)sizes.Sum()));
        var batches = new List<long[]>();
        foreach (var size in sizes)
        {
            var start = batches.Sum(batch => batch.Length);
            batches.Add(rows[start..(start + (int)size)]);
        }

        return batches;
    }
}

using MetricPlugins.Core;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using static TorchSharp.torch;

namespace MetricPlugins.Tests.Host;

/// <summary>Of 24 samples of two classes and 6 outliers, eight a batch.</summary>
public class BatchesTests
{
    private static readonly long[] Labels = [.. Enumerable.Range(0, 30).Select(i => i % 5 == 4 ? -1L : i % 2)];

    private static readonly long[] Rows = [.. Enumerable.Range(0, Labels.Length)];

    [Fact]
    public void Shuffled_batches_have_every_sample_once_an_epoch_outliers_too() =>
        Assert.Equal(Rows, Epochs(Sampler.Shuffle, 1).SelectMany(batch => batch).Order());

    [Fact]
    public void Class_balanced_batches_have_no_outlier()
    {
        var drawn = Epochs(Sampler.NewClassBalanced(2, 4), 20).SelectMany(batch => batch).ToHashSet();
        Assert.Equal(Rows.Where(row => Labels[row] >= 0), drawn.Order());
    }

    [Fact]
    public void An_epoch_has_as_many_batches_whatever_the_sampler_outliers_counted()
    {
        Assert.Equal(4, Epochs(Sampler.Shuffle, 1).Count);
        Assert.Equal(4, Epochs(Sampler.NewClassBalanced(2, 4), 1).Count);
    }

    private static List<long[]> Epochs(Sampler sampler, int epochs)
    {
        using var scope = NewDisposeScope();
        var batches = new Batches(TestRuns.Config<ContrastiveLoss>() with { Training = TestRuns.Training(batchSize: 8, sampler: sampler) }, Rows, Labels);
        return [.. Enumerable.Range(0, epochs).SelectMany(epoch => batches.Of(epoch, CPU)).Select(batch => batch.Samples)];
    }
}

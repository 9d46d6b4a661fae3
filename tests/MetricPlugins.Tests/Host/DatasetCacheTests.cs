using MetricPlugins.Datasets;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Tests.Host;

public sealed class DatasetCacheTests : IDisposable
{
    private readonly DatasetCache cache = new();

    public void Dispose() => cache.Dispose();

    /// <summary>Its second split has a label that is no class.</summary>
    [Plugin("mislabelled", Summary = "Its test split has a label that is no class.")]
    public sealed class Mislabelled : Dataset
    {
        public override IReadOnlyList<string> Classes => ["a", "b"];

        public override Samples Load(Split split) => new(torch.zeros(3, 4), torch.tensor(new long[] { -1, 0, split == Split.Train ? 1 : 2 }));
    }

    [Fact]
    public void A_dataset_is_loaded_once_while_it_is_the_one_asked_for()
    {
        var use = Plugins.Use<Synthetic>("samples_per_class=20");
        var first = cache.Get(use, null);
        Assert.Same(first, cache.Get(use with { }, null));
        Assert.NotSame(first, cache.Get(use with { Options = Plugins.Use<Synthetic>("samples_per_class=21").Options }, null));
        Assert.NotSame(first, cache.Get(use, null));
    }

    [Fact]
    public void It_outlives_the_dispose_scope_it_was_loaded_in_and_goes_when_another_comes()
    {
        var before = LiveTensors.Count();
        using (torch.NewDisposeScope())
            cache.Get(Plugins.Use<Synthetic>("samples_per_class=20"), null);
        Assert.Equal(before + 4, LiveTensors.Count());

        var next = cache.Get(Plugins.Use<Synthetic>("samples_per_class=21"), null);
        Assert.Equal(before + 4, LiveTensors.Count());
        Assert.True(next.Train.Count + next.Test.Count > 210);

        cache.Dispose();
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void A_label_that_is_no_class_is_told_with_its_split_and_nothing_is_left_behind()
    {
        var before = LiveTensors.Count();
        var told = Assert.Throws<InvalidInputException>(() => cache.Get(Plugins.Use<Mislabelled>(), null));
        Assert.Equal("Labels are -1 to 1; dataset mislabelled has labels from -1 to 2 in its Test split.", told.Message);
        Assert.Equal(before, LiveTensors.Count());
    }
}

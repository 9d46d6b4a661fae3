using MetricPlugins;
using TorchSharp;

public class NewDatasetTests
{
    private readonly NewDataset dataset = new(new NewDataset.Options());

    [Theory]
    [InlineData(Split.Train)]
    [InlineData(Split.Test)]
    public void Every_label_is_a_class_and_every_class_has_samples(Split split)
    {
        using var samples = dataset.Load(split);
        var labels = samples.Labels.data<long>().ToArray();
        Assert.Equal(Enumerable.Range(0, dataset.Classes.Count).Select(c => (long)c), labels.Where(label => label >= 0).Distinct().Order());
        Assert.All(labels, label => Assert.True(label >= -1));
    }

    [Theory]
    [InlineData(Split.Train)]
    [InlineData(Split.Test)]
    public void A_split_is_the_same_at_every_call(Split split)
    {
        using var first = dataset.Load(split);
        using var second = dataset.Load(split);
        Assert.True(first.Inputs.allclose(second.Inputs, 0, 0));
        Assert.Equal(first.Labels.data<long>().ToArray(), second.Labels.data<long>().ToArray());
    }

    [Fact]
    public void No_sample_is_in_both_splits()
    {
        using var train = dataset.Load(Split.Train);
        using var test = dataset.Load(Split.Test);
        Assert.Empty(Rows(train).Intersect(Rows(test)));
    }

    private static string[] Rows(Samples samples)
    {
        using var values = samples.Inputs.flatten(1).to(torch.float32);
        return [.. values.data<float>().ToArray().Chunk((int)values.shape[1]).Select(row => string.Join(' ', row))];
    }
}

namespace MetricPlugins.Tests.Abstractions;

public class BatchTests
{
    [Fact]
    public void A_batch_is_its_own_references()
    {
        using var scope = torch.NewDisposeScope();
        var batch = new Batch(torch.rand(3, 2), torch.tensor(new long[] { 0, 1, -1 }));
        Assert.Same(batch.Embeddings, batch.References);
        Assert.Same(batch.Labels, batch.ReferenceLabels);
    }

    [Fact]
    public void Rows_and_labels_of_other_shapes_or_types_are_refused()
    {
        using var scope = torch.NewDisposeScope();
        var labels = torch.tensor(new long[] { 0, 1, 2 });
        Assert.Throws<ArgumentException>(() => new Batch(torch.rand(4, 2), labels));
        Assert.Throws<ArgumentException>(() => new Batch(torch.rand(3), labels));
        Assert.Throws<ArgumentException>(() => new Batch(torch.rand(3, 2), labels.to(torch.ScalarType.Int32)));
        Assert.Throws<ArgumentException>(() => new Batch(torch.rand(3, 2), labels, torch.rand(3, 5), labels));
        Assert.Throws<ArgumentException>(() => new Batch(torch.rand(3, 2), labels, torch.rand(2, 2), labels.narrow(0, 0, 2)));
    }

    [Fact]
    public void Masks_leave_out_each_sample_with_itself_and_take_outliers_for_negatives()
    {
        using var scope = torch.NewDisposeScope();
        var batch = new Batch(torch.rand(4, 2), torch.tensor(new long[] { 0, 0, -1, -1 }));
        var (positives, negatives) = Pairwise.Masks(batch);
        Assert.Equal([false, true, false, false, true, false, false, false, false, false, false, false, false, false, false, false], positives.data<bool>().ToArray());
        Assert.Equal([false, false, true, true, false, false, true, true, true, true, false, true, true, true, true, false], negatives.data<bool>().ToArray());
    }

    [Fact]
    public void Unordered_masks_hold_each_pair_once_and_every_pair_with_a_memory()
    {
        using var scope = torch.NewDisposeScope();
        var rows = torch.rand(3, 2);
        var labels = torch.tensor(new long[] { 0, 1, 0 });
        var (positives, negatives) = Pairwise.Masks(new Batch(rows.narrow(0, 0, 2), labels.narrow(0, 0, 2), rows, labels), unordered: true);
        Assert.Equal([false, false, true, false, false, false], positives.data<bool>().ToArray());
        Assert.Equal([false, true, false, false, false, true], negatives.data<bool>().ToArray());
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32, 2, true)]
    [InlineData(torch.ScalarType.Byte, 4, true)]
    [InlineData(torch.ScalarType.Float32, 4, false)]
    [InlineData(torch.ScalarType.Byte, 2, false)]
    [InlineData(torch.ScalarType.Float64, 2, false)]
    public void Samples_are_byte_images_or_float_vectors(torch.ScalarType type, int dimensions, bool isFine)
    {
        using var scope = torch.NewDisposeScope();
        var inputs = torch.zeros([.. Enumerable.Repeat(2L, dimensions)], type);
        var labels = torch.zeros(2, torch.ScalarType.Int64);
        if (isFine)
            Assert.Equal(2, new Samples(inputs, labels).Count);
        else
            Assert.Throws<ArgumentException>(() => new Samples(inputs, labels));
    }
}

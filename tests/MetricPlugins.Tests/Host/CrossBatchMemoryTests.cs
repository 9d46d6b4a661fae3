using MetricPlugins.Host.Training;

namespace MetricPlugins.Tests.Host;

public class CrossBatchMemoryTests
{
    [Fact]
    public void Until_a_batch_has_joined_a_batch_is_its_own_references()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = new CrossBatchMemory(4);
        var batch = Step(memory, 0, 1);
        Assert.Same(batch.Embeddings, batch.References);
        Assert.Same(batch.Labels, batch.ReferenceLabels);
    }

    [Fact]
    public void The_oldest_leave_first()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = new CrossBatchMemory(5);
        Step(memory, 0, 1);
        Step(memory, 2, 3);
        Assert.Equal([0, 1, 2, 3], memory.Samples);
        Assert.Equal([4, 5, 0, 1, 2, 3], References(Step(memory, 4, 5)));
        Assert.Equal([1, 2, 3, 4, 5], memory.Samples);
        Assert.Equal([6, 1, 2, 3, 4, 5], References(Step(memory, 6)));
    }

    [Fact]
    public void A_sample_never_meets_itself_and_is_held_once()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = new CrossBatchMemory(6);
        Step(memory, 0, 1, 2);
        Step(memory, 3, 4);
        Assert.Equal([4, 1, 9, 0, 2, 3], References(Step(memory, 4, 1, 9)));
        Assert.Equal([0, 2, 3, 4, 1, 9], memory.Samples);

        // All that is remembered leaves at once.
        Assert.Equal([9, 1, 4, 3, 2, 0], References(Step(memory, 9, 1, 4, 3, 2, 0)));
        Assert.Equal([9, 1, 4, 3, 2, 0], memory.Samples);
    }

    [Fact]
    public void It_never_does_over_epochs_of_shuffled_samples()
    {
        const int size = 7;
        var random = new Random(5);
        foreach (var capacity in (int[])[3, 7, 20, 50, 1000])
        {
            using var scope = torch.NewDisposeScope();
            using var memory = new CrossBatchMemory(capacity);
            List<long> history = [];
            for (var epoch = 0; epoch < 4; epoch++)
            {
                var order = Enumerable.Range(0, 50).Select(i => (long)i).ToArray();
                random.Shuffle(order);
                foreach (var batch in order.Chunk(size))
                {
                    var expected = history.Where(s => !batch.Contains(s)).ToList();
                    Assert.Equal([.. batch, .. expected], References(Step(memory, batch)));
                    history = [.. expected.Concat(batch).TakeLast(capacity)];
                    Assert.Equal(history, memory.Samples);
                }
            }
        }
    }

    [Fact]
    public void A_batch_larger_than_it_leaves_its_last_samples()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = new CrossBatchMemory(2);
        Step(memory, 0, 1, 2);
        Assert.Equal([3, 4, 5, 1, 2], References(Step(memory, 3, 4, 5)));
        Assert.Equal([4, 5], memory.Samples);
    }

    [Fact]
    public void Without_capacity_it_stays_empty()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = new CrossBatchMemory(0);
        Step(memory, 0, 1);
        var batch = Step(memory, 2, 3);
        Assert.Same(batch.Embeddings, batch.References);
        Assert.Empty(memory.Samples);
    }

    [Fact]
    public void What_is_remembered_is_as_it_was_and_has_no_gradient()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = new CrossBatchMemory(4);
        var earlier = torch.tensor(new double[] { 1, 2 }, [1, 2]).requires_grad_();
        var batch = memory.Beside(earlier * 1, torch.tensor(new long[] { 7 }), [0]);
        memory.Add(batch, [0]);
        using (torch.no_grad())
            earlier.zero_();

        var own = torch.tensor(new double[] { 3, 4 }, [1, 2]).requires_grad_();
        var beside = memory.Beside(own, torch.tensor(new long[] { 8 }), [1]);
        Assert.Equal([3, 4, 1, 2], beside.References.data<double>().ToArray());
        Assert.Equal([8, 7], beside.ReferenceLabels.data<long>().ToArray());
        beside.References.sum().backward();
        Assert.Equal([1, 1], own.grad!.data<double>().ToArray());
        Assert.Null(earlier.grad);
    }

    /// <summary>One step on these samples, each embedded as its own number, with that number as its label.</summary>
    private static Batch Step(CrossBatchMemory memory, params long[] samples)
    {
        var labels = torch.tensor(samples);
        var batch = memory.Beside(labels.to(torch.ScalarType.Float32).unsqueeze(1), labels, samples);
        memory.Add(batch, samples);
        return batch;
    }

    /// <summary>The samples that a batch is compared with, told alike by embeddings and labels.</summary>
    private static long[] References(Batch batch)
    {
        var labels = batch.ReferenceLabels.data<long>().ToArray();
        Assert.Equal(labels, batch.References.squeeze(1).to(torch.ScalarType.Int64).data<long>().ToArray());
        return labels;
    }
}

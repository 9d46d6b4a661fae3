using MetricPlugins.Conformance;

namespace MetricPlugins.Tests.Conformance;

public class SmallBatchTests
{
    [Fact]
    public void A_failing_batch_is_cut_down_to_what_makes_it_fail()
    {
        var batch = SmallBatch.Random(5, [0, 0, 1, 1, 2, -1, -1]);
        var smallest = batch.Smallest(b => b.Labels.Contains(-1) && b.Labels.Contains(2));
        Assert.Equal([2L, -1L], smallest.Labels);
        Assert.Equal(1, smallest.Dimensions);
        Assert.All(smallest.Rows, row => Assert.Equal(Math.Round(row[0], 1), row[0]));
    }

    [Fact]
    public void What_is_remembered_is_cut_down_too_and_a_sample_always_stays()
    {
        var smallest = SmallBatch.Random(2, [0, 1, 0, 1, 0], remembered: 3).Smallest(b => b.Remembered > 0);
        Assert.Equal((1, 1), (smallest.Size, smallest.Remembered));
    }

    [Fact]
    public void A_batch_is_written_as_code_writes_it() =>
        Assert.Equal(
            "rows [[0.6, 0.8]], labels [0]; remembered rows [[1, 0]], labels [-1]",
            new SmallBatch([[0.6, 0.8], [1, 0]], [0, -1], Remembered: 1).ToString());
}

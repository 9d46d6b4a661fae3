using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class TensorReductionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor table = tensor(new double[,] { { 3, 1, 2 }, { -4, 0, 8 } });

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Sums_and_means_run_along_dimensions()
    {
        Assert.Equal(10.0, table.sum().item<double>());
        Assert.Equal([6.0, 4.0], Values(table.sum(1)));
        Assert.Equal([-0.5, 0.5, 5.0], Values(table.mean([0])));
        Assert.Equal([2L, 1L], table.sum(-1, keepdim: true).shape);
        Assert.Equal(ScalarType.Float32, table.sum(0, type: float32).dtype);
    }

    [Fact]
    public void Spread_is_the_mean_square_about_the_mean()
    {
        Assert.Equal([1.0, 2.0 / 3], new[] { table.var(1)[0].item<double>(), table.var(1, unbiased: false)[0].item<double>() }, Near);
        Assert.Equal(Math.Sqrt(112.0 / 3), table.std(1)[1].item<double>(), 1e-12);
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        var (values, indexes) = table.max(1);
        Assert.Equal([3.0, 8.0], Values(values));
        Assert.Equal([0L, 2L], indexes.data<long>().ToArray());
        Assert.Equal([-4.0, 0.0, 2.0], Values(table.amin(0)));
        Assert.Equal([1L, 0L], table.argmin(1).data<long>().ToArray());
        var (low, high) = aminmax(table);
        Assert.Equal((-4.0, 8.0), (low.item<double>(), high.item<double>()));
    }

    [Fact]
    public void Sorting_orders_values_and_their_places()
    {
        var (values, indices) = table.sort(1, descending: true);
        Assert.Equal([3.0, 2, 1, 8, 0, -4], Values(values));
        Assert.Equal([0L, 2, 1, 2, 1, 0], indices.data<long>().ToArray());
        var (top, places) = topk(table, 2, 1);
        Assert.Equal([3.0, 2, 8, 0], Values(top));
        Assert.Equal([0L, 2, 2, 1], places.data<long>().ToArray());
        Assert.Equal([1L, 2], searchsorted(tensor(new[] { 1.0, 3, 5 }), tensor(new[] { 2.0, 4 })).data<long>().ToArray());
    }

    [Fact]
    public void Unique_values_come_with_places_and_counts_when_asked()
    {
        var (output, inverse, counts) = tensor(new long[] { 5, 3, 5, 5 }).unique(return_inverse: true, return_counts: true);
        Assert.Equal([3L, 5], output.data<long>().ToArray());
        Assert.Equal([1L, 0, 1, 1], inverse!.data<long>().ToArray());
        Assert.Equal([1L, 3], counts!.data<long>().ToArray());
        Assert.Null(unique(output).counts);
        Assert.Equal([0L, 2, 1], bincount(tensor(new long[] { 1, 2, 1 })).data<long>().ToArray());
    }

    [Fact]
    public void Softmax_and_logsumexp_follow_their_definitions()
    {
        double[] row = [3, 1, 2];
        var total = row.Sum(Math.Exp);
        Assert.Equal(row.Select(x => Math.Exp(x) / total), Values(table.softmax(1)[0]), Near);
        Assert.Equal(Math.Log(total), table.logsumexp(1)[0].item<double>(), 1e-12);
        Assert.Equal(row.Select(x => x - Math.Log(total)), Values(table.log_softmax(1)[0]), Near);
        Assert.Equal([3.0, 4, 6, -4, -4, 4], Values(cumsum(table, 1)));
    }

    [Theory]
    [InlineData(compute_mode.use_mm_for_euclid_dist)]
    [InlineData(compute_mode.donot_use_mm_for_euclid_dist)]
    public void Cdist_gives_every_pair(compute_mode mode)
    {
        var a = tensor(new double[,] { { 0, 0 }, { 3, 4 } });
        Assert.Equal([0.0, 5, 5, 0], Values(cdist(a, a, compute_mode: mode)), Near);
    }

    [Fact]
    public void Joined_tensors_split_again()
    {
        var joined = cat([table, table + 1]);
        Assert.Equal([4L, 3L], joined.shape);
        Assert.Equal([2L, 2L, 3L], stack([table, table]).shape);
        var parts = joined.split([1, 3]);
        Assert.Equal([1L, 3L], parts.Select(p => p.size(0)));
        Assert.Equal(3, table.unbind(1).Length);
        Assert.Equal(2, table.chunk(2, 1).Length);
        Assert.Equal([2L, 2L], einsum("ij,kj->ik", table, table).shape);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-7;

    private static double[] Values(Tensor tensor) => tensor.data<double>().ToArray();
}

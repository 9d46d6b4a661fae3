namespace MetricPlugins.Tests.Abstractions;

public class PairwiseTests
{
    [Theory]
    [InlineData(torch.ScalarType.Float32, 1e-6)]
    [InlineData(torch.ScalarType.Float64, 1e-12)]
    public void Distances_are_those_of_the_differences_however_near_the_rows(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(0);
        var far = torch.nn.functional.normalize(torch.randn(20, 64, torch.ScalarType.Float64));
        var near = far + 1e-4 * torch.randn(20, 64, torch.ScalarType.Float64);
        var (a, b) = (far.to(type), torch.cat([far, near]).to(type));
        var expected = (a.to(torch.ScalarType.Float64).unsqueeze(1) - b.to(torch.ScalarType.Float64).unsqueeze(0)).square().sum(2);

        Near(expected, Pairwise.SquaredEuclidean(a, b), tolerance);
        var labels = torch.arange(40, torch.ScalarType.Int64);
        Near(expected.sqrt(), Pairwise.Euclidean(new Batch(a, labels.narrow(0, 0, 20), b, labels)), tolerance);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float64)]
    public void Rows_that_coincide_are_at_0_with_a_gradient_of_0(torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(0);
        var row = torch.nn.functional.normalize(torch.randn(1, 64, type));
        foreach (var distances in (Func<torch.Tensor, torch.Tensor>[])[rows => Pairwise.SquaredEuclidean(rows, rows.detach()), rows => Pairwise.Euclidean(new Batch(rows, torch.zeros(5, torch.ScalarType.Int64)))])
        {
            var rows = row.expand(5, 64).clone().requires_grad_();
            var found = distances(rows);
            found.sum().backward();
            Assert.True(found.eq(0).all().item<bool>());
            Assert.Equal(0.0, rows.grad!.abs().max().to(torch.ScalarType.Float64).item<double>(), 1e-12);
        }
    }

    private static void Near(torch.Tensor expected, torch.Tensor actual, double tolerance) =>
        Assert.InRange((actual.to(torch.ScalarType.Float64) - expected).abs().max().item<double>(), 0, tolerance);
}

using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class TensorLinalgTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor positive = tensor(new double[,] { { 4, 1, 0 }, { 1, 3, 1 }, { 0, 1, 2 } });

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Factors_multiply_to_the_matrix()
    {
        var (q, r) = linalg.qr(positive);
        Same(positive, q.mm(r));
        var lower = linalg.cholesky(positive);
        Same(positive, lower.mm(lower.T));
        var (u, s, vh) = linalg.svd(positive);
        Same(positive, (u * s).mm(vh));
        var (values, vectors) = linalg.eigh(positive);
        Same(positive, (vectors * values).mm(vectors.T));
    }

    [Fact]
    public void Inverse_and_solution_undo_the_product()
    {
        Same(eye(3, dtype: float64), linalg.inv(positive).mm(positive));
        var x = linalg.solve(positive, ones(3, 1, dtype: float64));
        Same(ones(3, 1, dtype: float64), positive.mm(x));
        Assert.Equal(18.0, linalg.det(positive).item<double>(), 1e-10);
        Assert.Equal(3L, linalg.matrix_rank(positive).item<long>());
    }

    [Fact]
    public void Norms_follow_their_definitions()
    {
        var v = tensor(new double[] { 3, -4 });
        Assert.Equal(5.0, linalg.vector_norm(v).item<double>(), 1e-12);
        Assert.Equal(7.0, linalg.norm(v, 1.0).item<double>(), 1e-12);
        Assert.Equal(5.0, v.norm().item<double>(), 1e-12);
        Assert.Equal(Math.Sqrt(33), linalg.norm(positive, "fro").item<double>(), 1e-12);
        Assert.Equal([2L], positive.narrow(0, 0, 2).norm(1).shape);
    }

    private static void Same(Tensor expected, Tensor actual) => Assert.True(allclose(expected, actual, atol: 1e-10), actual.ToString());
}

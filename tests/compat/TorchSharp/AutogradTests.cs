using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class AutogradTests
{
    public static TheoryData<string, Func<Tensor, Tensor>> Functions => new()
    {
        { "sum of squares", x => x.square().sum() },
        { "exp of a product", x => (x[0] * x[1]).exp().sum() },
        { "division", x => (1 / (x.square() + 2)).sum() },
        { "logsumexp", x => x.logsumexp(1).sum() },
        { "norm", x => x.norm(1, p: 2f).sum() },
        { "matmul", x => x.mm(x.t()).sigmoid().sum() },
        { "where and clamp", x => where(x > 0, x.pow(3), x.clamp(-0.5, 0.5) * 2).sum() },
        { "index_select", x => x.index_select(1, tensor(new long[] { 2, 0, 2 })).tanh().sum() },
        { "cdist", x => cdist(x, x + 1).sum() },
        { "max", x => x.max(1).values.square().sum() },
        { "var", x => x.var(1).sqrt().sum() },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradients_agree_with_finite_differences(string name, Func<Tensor, Tensor> function)
    {
        using var scope = NewDisposeScope();
        double[] point = [0.3, -0.7, 1.2, 0.9, 0.4, -1.1];
        var x = tensor(point, 2, 3).requires_grad_();
        function(x).backward();
        var gradient = x.grad!.data<double>().ToArray();

        const double step = 1e-6;
        for (var i = 0; i < point.Length; i++)
        {
            var expected = (At(i, step) - At(i, -step)) / (2 * step);
            Assert.True(Math.Abs(expected - gradient[i]) < 1e-6, $"{name}, element {i}: {expected} expected, {gradient[i]} got");
        }

        double At(int i, double shift)
        {
            double[] moved = [.. point];
            moved[i] += shift;
            return function(tensor(moved, 2, 3)).item<double>();
        }
    }

    [Fact]
    public void A_tensor_without_a_gradient_has_none()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        Assert.Null(x.grad);
        x.sum().backward();
        Assert.NotNull(x.grad);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Gradients_add_up_over_backward_calls()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        x.sum().backward();
        (x * 2).sum().backward();
        Assert.Equal([3f, 3f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void An_inner_tensor_keeps_its_gradient_when_asked()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var inner = x * 3;
        inner.retain_grad();
        inner.square().sum().backward();
        Assert.Equal([6f, 6f], inner.grad!.data<float>().ToArray());
        Assert.False(inner.is_leaf);
        Assert.True(x.is_leaf);
    }

    [Fact]
    public void A_vector_goes_backward_with_a_given_gradient()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        (x * 2).backward([tensor(new[] { 1f, 10f })]);
        Assert.Equal([2f, 20f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Detached_results_carry_no_graph()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
    }

    [Fact]
    public void Grad_modes_nest_and_end()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False((x * 2).requires_grad);
        }

        Assert.True((x * 2).requires_grad);
        using (set_grad_enabled(false)) Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Each_thread_has_its_own_grad_mode()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var elsewhere = false;
        var thread = new Thread(() =>
        {
            using var x = ones(2, requires_grad: true);
            using var y = x * 2;
            elsewhere = y.requires_grad;
        });
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False((ones(2, requires_grad: true) * 2).requires_grad);
    }
}

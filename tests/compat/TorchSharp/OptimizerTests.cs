using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class OptimizerTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    // p = Parameter([1, -2, 0.5]); five times: zero_grad(), (tensor([1, 2, 3]) * p * p).sum().backward(), step()
    private static Parameter Trained(Func<Parameter[], optim.Optimizer> make, ScalarType? type = null)
    {
        var parameter = nn.Parameter(tensor(new[] { 1.0, -2, 0.5 }, type ?? float64));
        var curvature = tensor(new[] { 1.0, 2, 3 }, type ?? float64);
        using var optimizer = make([parameter]);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            (curvature * parameter * parameter).sum().backward();
            optimizer.step();
        }
        return parameter;
    }

    [Fact]
    public void Adam_follows_PyTorch()
    {
        // torch.optim.Adam([p], lr=0.1)
        Near.Equal([0.50796366, -1.5029558, 0.027814448], Trained(p => optim.Adam(p, 0.1)));
        Near.Equal([0.50796366, -1.5029558, 0.027814448], Trained(p => optim.Adam(p, 0.1), float32));
        // torch.optim.Adam([p], lr=0.1, betas=(0.8, 0.95), weight_decay=0.3)
        Near.Equal([0.51117471, -1.5044182, 0.035668385], Trained(p => optim.Adam(p, 0.1, 0.8, 0.95, weight_decay: 0.3)));
        // torch.optim.Adam([p], lr=0.1, betas=(0.5, 0.6), amsgrad=True)
        Near.Equal([0.52264557, -1.5052772, 0.081100865], Trained(p => optim.Adam(p, 0.1, 0.5, 0.6, amsgrad: true)));
        // torch.optim.Adam([p], lr=0.1, weight_decay=0.2, maximize=True)
        Near.Equal([1.5021792, -2.5015591, 1.0017456], Trained(p => optim.Adam(p, 0.1, weight_decay: 0.2, maximize: true)));
    }

    [Fact]
    public void AdamW_follows_PyTorch() =>
        // torch.optim.AdamW([p], lr=0.1, weight_decay=0.3)
        Near.Equal([0.39926381, -1.2518652, -0.007205291], Trained(p => optim.AdamW(p, 0.1, weight_decay: 0.3)));

    [Fact]
    public void SGD_follows_PyTorch()
    {
        // torch.optim.SGD([p], lr=0.05)
        Near.Equal([0.59049, -0.65536, 0.084035], Trained(p => optim.SGD(p, 0.05)));
        // torch.optim.SGD([p], lr=0.05, momentum=0.9, dampening=0.2, weight_decay=0.1)
        Near.Equal([0.041474636, 1.0014961, -0.3804092], Trained(p => optim.SGD(p, 0.05, 0.9, 0.2, 0.1)));
        // torch.optim.SGD([p], lr=0.05, momentum=0.9, nesterov=True)
        Near.Equal([-0.10458168, 0.83143516, -0.17392612], Trained(p => optim.SGD(p, 0.05, 0.9, nesterov: true)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Adam_agrees_with_scalar_arithmetic_over_many_elements(bool transposed)
    {
        const int rows = 70, columns = 900;
        var start = Enumerable.Range(0, rows * columns).Select(i => (float)Math.Sin(i)).ToArray();
        var data = tensor(start).reshape(rows, columns);
        using var parameter = nn.Parameter(transposed ? data.t() : data);
        using var optimizer = optim.Adam([parameter], lr: 0.01, weight_decay: 0.1);
        var (mean, square, value) = (new double[start.Length], new double[start.Length], Array.ConvertAll(start, v => (double)v));

        for (var step = 1; step <= 3; step++)
        {
            optimizer.zero_grad();
            (parameter * parameter * parameter).sum().backward();
            optimizer.step();
            for (var i = 0; i < value.Length; i++)
            {
                var gradient = 3 * value[i] * value[i] + 0.1 * value[i];
                mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                var root = Math.Sqrt(square[i] / (1 - Math.Pow(0.999, step))) + 1e-8;
                value[i] -= 0.01 * mean[i] / (1 - Math.Pow(0.9, step)) / root;
            }
        }
        // Where the gradient all but vanishes the first step's direction hangs on float rounding.
        var result = Near.Values(transposed ? parameter.t() : parameter);
        var far = Enumerable.Range(0, value.Length).Count(i => Math.Abs(result[i] - value[i]) > 1e-5);
        Assert.InRange(far, 0, value.Length / 1000);
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays_as_it_is()
    {
        using var used = nn.Parameter(ones(2));
        using var idle = nn.Parameter(ones(2));
        using var optimizer = optim.Adam([used, idle], lr: 0.1);
        used.sum().backward();
        optimizer.step();
        Near.Equal([0.9, 0.9], used);
        Near.Equal([1, 1], idle);
    }

    [Fact]
    public void Zeroing_gradients_keeps_them_as_zeros()
    {
        using var parameter = nn.Parameter(ones(2));
        using var optimizer = optim.SGD([parameter], 0.1);
        parameter.sum().backward();
        optimizer.zero_grad();
        Near.Equal([0, 0], parameter.grad!);
    }

    [Fact]
    public void Groups_have_options_of_their_own()
    {
        using var fast = nn.Parameter(ones(1));
        using var slow = nn.Parameter(ones(1));
        using var optimizer = optim.Adam(
            [new Adam.ParamGroup([fast], new Adam.Options { LearningRate = 0.5 }), new Adam.ParamGroup { Parameters = [slow] }], lr: 0.1);
        (fast + slow).sum().backward();
        optimizer.step();
        Near.Equal([0.5], fast);
        Near.Equal([0.9], slow);
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.LearningRate));
        Assert.Equal(2, optimizer.parameters().Count());
    }

    [Fact]
    public void A_learning_rate_set_on_a_group_is_used()
    {
        using var parameter = nn.Parameter(ones(1));
        using var optimizer = optim.SGD([parameter], 0.1);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.25;
        parameter.sum().backward();
        optimizer.step();
        Near.Equal([0.75], parameter);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using var parameter = nn.Parameter(ones(1));
        Assert.Throws<ArgumentException>(() => optim.Adam([parameter], lr: -1));
        Assert.Throws<ArgumentException>(() => optim.Adam([parameter], beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.SGD([parameter], 0.1, nesterov: true));
    }

    [Fact]
    public void A_closure_gives_the_loss_that_step_returns()
    {
        using var parameter = nn.Parameter(ones(2));
        using var optimizer = optim.SGD([parameter], 0.1);
        using var off = no_grad();
        var loss = optimizer.step(() =>
        {
            var sum = parameter.sum();
            sum.backward();
            return sum;
        });
        Assert.Equal(2.0, loss.ToDouble());
        Near.Equal([0.9, 0.9], parameter);
    }

    [Fact]
    public void Clipping_scales_all_gradients_to_the_norm()
    {
        using var a = nn.Parameter(tensor(new[] { 3f, 4f }));
        using var b = nn.Parameter(tensor(new[] { 12f }));
        (a * a).sum().add((b * b).sum()).div(2).backward();
        Assert.Equal(13, nn.utils.clip_grad_norm_([a, b], 1.0), 1e-5);
        Near.Equal([3.0 / 13, 4.0 / 13], a.grad!, 1e-6);
        Near.Equal([12.0 / 13], b.grad!, 1e-6);
        Assert.Equal(1, nn.utils.clip_grad_norm_([a, b], 5.0), 1e-5);
        nn.utils.clip_grad_value_([a, b], 0.5);
        Near.Equal([0.5], b.grad!);
    }

    [Fact]
    public void Parameters_become_one_vector_and_come_back()
    {
        using var a = nn.Parameter(ones(2, 2));
        using var b = nn.Parameter(zeros(3));
        Near.Equal([1, 1, 1, 1, 0, 0, 0], nn.utils.parameters_to_vector([a, b]));
        nn.utils.vector_to_parameters(arange(7f), [a, b]);
        Near.Equal([0, 1, 2, 3], a);
        Near.Equal([4, 5, 6], b);
        Assert.Equal([2L, 2], a.shape);
    }
}

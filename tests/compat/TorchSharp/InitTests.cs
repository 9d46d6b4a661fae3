using static TorchSharp.torch;
using static TorchSharp.torch.nn.init;

namespace TorchSharp.Tests;

public sealed class InitTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public InitTests() => manual_seed(1);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Layers_start_as_in_PyTorch()
    {
        // torch.manual_seed(1); torch.nn.Linear(3, 2)
        using var linear = nn.Linear(3, 2);
        Near.Equal([0.29748735, -0.25482982, -0.11192598, 0.27099028, -0.54353881, 0.34624693], linear.weight);
        Near.Equal([-0.11877556, 0.2937234], linear.bias!);
        // torch.manual_seed(1); torch.nn.Conv2d(1, 2, 2)
        manual_seed(1);
        using var convolution = nn.Conv2d(1, 2, 2);
        Near.Equal(
            [0.2576316, -0.22068912, -0.096930742, 0.23468447, -0.47071844, 0.29985863, -0.10286266, 0.25437194],
            convolution.weight);
        Near.Equal([0.069508493, -0.061222076], convolution.bias!);
    }

    [Fact]
    public void Fans_count_inputs_and_outputs_with_the_field_of_a_kernel()
    {
        Assert.Equal((3L, 2L), CalculateFanInAndFanOut(zeros(2, 3)));
        Assert.Equal((3L * 20, 2L * 20), CalculateFanInAndFanOut(zeros(2, 3, 4, 5)));
        Assert.Throws<ArgumentException>(() => CalculateFanInAndFanOut(zeros(3)));
    }

    [Fact]
    public void Gains_are_those_recommended()
    {
        Assert.Equal(1, calculate_gain(NonlinearityType.Linear));
        Assert.Equal(5.0 / 3, calculate_gain(NonlinearityType.Tanh));
        Assert.Equal(Math.Sqrt(2), calculate_gain(NonlinearityType.ReLU));
        Assert.Equal(Math.Sqrt(2 / 1.04), calculate_gain(NonlinearityType.LeakyReLU, 0.2), 1e-12);
    }

    [Fact]
    public void Kaiming_and_xavier_spread_by_the_fans()
    {
        var weight = zeros(200, 100);
        kaiming_uniform_(weight, mode: FanInOut.FanOut);
        Assert.InRange(weight.abs().max().ToDouble(), 0.95 * Math.Sqrt(6.0 / 200), Math.Sqrt(6.0 / 200));
        kaiming_normal_(weight, nonlinearity: NonlinearityType.ReLU);
        Assert.Equal(Math.Sqrt(2.0 / 100), weight.std().ToDouble(), 0.005);
        xavier_uniform_(weight, gain: 2);
        Assert.InRange(weight.abs().max().ToDouble(), 0.95 * 2 * Math.Sqrt(6.0 / 300), 2 * Math.Sqrt(6.0 / 300));
    }

    [Fact]
    public void Orthogonal_rows_or_columns_are_orthonormal()
    {
        foreach (var (rows, columns) in new[] { (4L, 7L), (7L, 4L) })
        {
            var weight = zeros(rows, columns, float64);
            orthogonal_(weight);
            var product = rows < columns ? weight.matmul(weight.t()) : weight.t().matmul(weight);
            Assert.True(allclose(product, eye(4, dtype: float64), 1e-5, 1e-8));
        }
    }

    [Fact]
    public void Filling_leaves_parameters_leaves_that_require_gradients()
    {
        using var parameter = nn.Parameter(rand(3));
        constant_(parameter, 2.5);
        Near.Equal([2.5, 2.5, 2.5], parameter);
        Near.Equal([1, 1, 1], ones_(parameter));
        Near.Equal([0, 0, 0], zeros_(parameter));
        uniform_(parameter, 3, 4);
        Assert.All(Near.Values(parameter), v => Assert.InRange(v, 3, 4));
        normal_(parameter, 100, 0.1);
        Assert.All(Near.Values(parameter), v => Assert.InRange(v, 95, 105));
        Assert.True(parameter.requires_grad && parameter.is_leaf);
    }
}

using MetricPlugins.Host.Training;
using TorchSharp.Modules;

namespace MetricPlugins.Tests.Host;

public sealed class FlatAdamTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(torch.ScalarType.Float64, 0, 1e-14)]
    [InlineData(torch.ScalarType.Float64, 0.01, 1e-14)]
    [InlineData(torch.ScalarType.Float32, 0.01, 1e-6)]
    public void Its_steps_are_those_of_torchs_own(torch.ScalarType type, double weightDecay, double tolerance)
    {
        var (ours, theirs) = (Parameters(type), Parameters(type));
        using var flat = new FlatAdam(ours, 0.01, weightDecay);
        using var reference = torch.optim.Adam(theirs, 0.01, weight_decay: weightDecay);
        for (var step = 0; step < 50; step++)
        {
            Loss(ours, step).backward();
            flat.Step();
            reference.zero_grad();
            Loss(theirs, step).backward();
            reference.step();
        }

        Assert.All(ours.Zip(theirs), pair => Assert.True(pair.First.allclose(pair.Second, tolerance, tolerance)));
    }

    [Fact]
    public void The_norm_is_that_of_all_gradients_together()
    {
        var (ours, theirs) = (Parameters(torch.ScalarType.Float64), Parameters(torch.ScalarType.Float64));
        using var flat = new FlatAdam(ours, 0.01, 0);
        Loss(ours, 0).backward();
        Loss(theirs, 0).backward();
        Assert.Equal(Math.Sqrt(theirs.Sum(p => p.grad!.square().sum().item<double>())), flat.GradientNorm().item<double>(), 1e-12);
        flat.Step();
        Assert.Equal(0, flat.GradientNorm().item<double>());
    }

    [Fact]
    public void A_scaled_gradient_is_scaled_in_every_parameter()
    {
        var (ours, theirs) = (Parameters(torch.ScalarType.Float64), Parameters(torch.ScalarType.Float64));
        using var flat = new FlatAdam(ours, 0.01, 0);
        Loss(ours, 0).backward();
        Loss(theirs, 0).backward();
        flat.ScaleGradient(torch.tensor(0.25));
        Assert.All(ours.Zip(theirs), pair => Assert.True((pair.First.grad! * 4).allclose(pair.Second.grad!)));
    }

    [Fact]
    public void A_gradient_that_was_taken_away_is_told_by_the_second_step()
    {
        var parameters = Parameters(torch.ScalarType.Float32);
        using var flat = new FlatAdam(parameters, 0.01, 0);
        Loss(parameters, 0).backward();
        flat.Step();
        parameters[0].grad = null;
        Loss(parameters, 1).backward();
        var told = Assert.Throws<InvalidInputException>(flat.Step);
        Assert.Contains("parameter of shape [3, 5]", told.Message, StringComparison.Ordinal);
        Assert.Contains("zero_grad", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_it_leaves_the_parameters_their_values_and_no_tensor_behind()
    {
        var parameters = Parameters(torch.ScalarType.Float32);
        var before = LiveTensors.Count();
        var values = parameters.Select(p => p.Values<float>()).ToArray();
        using (new FlatAdam(parameters, 0.01, 0))
            Assert.All(parameters, p => Assert.NotNull(p.grad));
        Assert.Equal(values, parameters.Select(p => p.Values<float>()));
        Assert.All(parameters, p => Assert.Null(p.grad));
        Assert.True(LiveTensors.Count() <= before + parameters.Length);
    }

    /// <summary>Of sizes that are no multiple of a cache line, the same at each call.</summary>
    private static Parameter[] Parameters(torch.ScalarType type)
    {
        using var generator = new torch.Generator(3, torch.CPU);
        return [.. new long[][] { [3, 5], [5], [2, 3, 4] }.Select(shape => new Parameter(torch.randn(shape, type, generator: generator)))];
    }

    private static torch.Tensor Loss(Parameter[] parameters, int step) =>
        (parameters[0].mv(parameters[1]).square().sum() + (parameters[2] - step % 3).square().mean()).sqrt();
}

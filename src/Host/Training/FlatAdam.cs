using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Adam with all parameters in one tensor and all gradients in another: for any number of parameters, a step is one update,
/// one norm and one zeroing.</summary>
/// <remarks>Kingma and Ba, "Adam: a method for stochastic optimization" (ICLR 2015), with the L2 penalty in the gradient, as
/// torch.optim.Adam computes it. A parameter that the loss does not depend on has gradient 0 but is still updated, by weight
/// decay.</remarks>
internal sealed class FlatAdam : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    /// <summary>Parameters start at multiples of a cache line, counted in values, and never at 0, where a gradient
    /// allocated by libtorch would start.</summary>
    private const long Alignment = 16;

    /// <summary>Steps between two checks that the gradients are still views of this tensor.</summary>
    private const int StepsBetweenLooks = 50;

    private readonly IReadOnlyList<Parameter> parameters;
    private readonly double learningRate;
    private readonly double weightDecay;
    private readonly Tensor values;
    private readonly Tensor gradients;
    private readonly Tensor means;
    private readonly Tensor squares;
    private long steps;

    /// <summary>Moves the parameters into one tensor; the caller keeps ownership.</summary>
    /// <param name="parameters">At least one parameter, all of the same type and device.</param>
    /// <param name="learningRate">Adam's rate.</param>
    /// <param name="weightDecay">Adam's L2 penalty.</param>
    public FlatAdam(IReadOnlyList<Parameter> parameters, double learningRate, double weightDecay)
    {
        (this.parameters, this.learningRate, this.weightDecay) = (parameters, learningRate, weightDecay);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var room = Alignment + parameters.Sum(Room);
        Tensor Flat() => zeros(room, parameters[0].dtype, parameters[0].device).DetachFromDisposeScope();
        (values, gradients, means, squares) = (Flat(), Flat(), Flat(), Flat());
        var start = Alignment;
        foreach (var parameter in parameters)
        {
            Tensor Place(Tensor flat) => flat.narrow(0, start, parameter.numel()).view(parameter.shape);
            parameter.set_(Place(values).copy_(parameter));
            parameter.grad = Place(gradients);
            start += Room(parameter);
        }
    }

    /// <summary>Norm of the gradient from the backward pass.</summary>
    public Tensor GradientNorm() => linalg.vector_norm(gradients);

    /// <summary>Multiplies the gradient from the backward pass.</summary>
    /// <param name="factor">A scalar.</param>
    public void ScaleGradient(Tensor factor) => gradients.mul_(factor);

    /// <summary>One Adam step; zeroes the gradient afterwards.</summary>
    /// <exception cref="InvalidInputException">A model or loss has replaced a parameter's gradient.</exception>
    public void Step()
    {
        // A plugin that replaces gradients has done so by the second step.
        if (++steps % StepsBetweenLooks == 2)
            RequireOwnGradients();
        var (bias1, bias2) = (1 - Math.Pow(Beta1, steps), Math.Sqrt(1 - Math.Pow(Beta2, steps)));
        if (weightDecay != 0)
            gradients.add_(values, weightDecay);
        means.mul_(Beta1).add_(gradients, 1 - Beta1);
        squares.mul_(Beta2).addcmul_(gradients, gradients, 1 - Beta2);
        values.addcdiv_(means, squares.sqrt().add_(Epsilon * bias2), -learningRate * bias2 / bias1);
        gradients.zero_();
    }

    /// <summary>Frees Adam's state; the parameters keep their values.</summary>
    public void Dispose()
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
        foreach (var tensor in (ReadOnlySpan<Tensor>)[values, gradients, means, squares])
            tensor.Dispose();
    }

    private void RequireOwnGradients()
    {
        var start = Alignment;
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.grad;
            if (gradient is null || gradient.storage_offset() != start)
                throw new InvalidInputException(
                    $"The gradient of a parameter of shape [{string.Join(", ", parameter.shape)}] was replaced and is ignored. "
                    + "Models and losses must leave gradients alone: the host zeroes them after each step. Remove the call of zero_grad.");
            start += Room(parameter);
        }
    }

    private static long Room(Parameter parameter) => (parameter.numel() + Alignment - 1) / Alignment * Alignment;
}

using static TorchSharp.torch;

namespace TorchSharp.Tests;

internal static class Near
{
    public static void Equal(double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        var values = Values(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"Element {i}: expected {expected[i]}, got {values[i]}.");
    }

    /// <summary>Compares backward() with central differences of a scalar function of one float64 tensor.</summary>
    public static void Gradient(Func<Tensor, Tensor> function, Tensor at, double step = 1e-5, double tolerance = 1e-6)
    {
        using var scope = NewDisposeScope();
        var point = at.detach().clone().requires_grad_();
        function(point).backward();
        var differences = new double[point.numel()];
        for (var i = 0; i < differences.Length; i++) differences[i] = Difference(function, at, i, step);
        Equal(differences, point.grad!, tolerance);
    }

    public static bool IsGone(Tensor tensor) => Record.Exception(() => tensor.Handle) is not null;

    public static double[] Values(Tensor tensor)
    {
        using var flat = tensor.detach().to(float64).contiguous();
        return flat.data<double>().ToArray();
    }

    private static double Difference(Func<Tensor, Tensor> function, Tensor at, int element, double step)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var shift = zeros(at.numel(), float64);
        shift[element] = tensor(step, float64);
        shift = shift.reshape(at.shape);
        return (function(at + shift).ToDouble() - function(at - shift).ToDouble()) / (2 * step);
    }
}

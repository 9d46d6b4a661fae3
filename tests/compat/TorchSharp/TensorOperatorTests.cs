using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TensorOperatorTests
{
    private static readonly float[] A = [1.5f, -2f, 0.25f, 7f];
    private static readonly float[] B = [0.5f, 4f, -1.25f, 2f];

    public static TheoryData<string, Func<Tensor, Tensor, Tensor>, Func<float, float, float>> TensorTensor => new()
    {
        { "+", (a, b) => a + b, (a, b) => a + b },
        { "-", (a, b) => a - b, (a, b) => a - b },
        { "*", (a, b) => a * b, (a, b) => a * b },
        { "/", (a, b) => a / b, (a, b) => a / b },
        { "max", (a, b) => a.maximum(b), MathF.Max },
        { "min", (a, b) => minimum(a, b), MathF.Min },
        { "-a", (a, b) => -a, (a, b) => -a },
        { "%", (a, b) => a % b, (a, b) => a - b * MathF.Floor(a / b) },
    };

    public static TheoryData<string, Func<Tensor, Tensor>, Func<float, float>> TensorScalar => new()
    {
        { "a + 2", a => a + 2, a => a + 2 },
        { "2 + a", a => 2 + a, a => a + 2 },
        { "a + 2L", a => a + 2L, a => a + 2 },
        { "a - 0.5", a => a - 0.5, a => a - 0.5f },
        { "0.5 - a", a => 0.5 - a, a => 0.5f - a },
        { "0.5f - a", a => 0.5f - a, a => 0.5f - a },
        { "a * 3f", a => a * 3f, a => a * 3 },
        { "3 * a", a => 3 * a, a => a * 3 },
        { "a / 4", a => a / 4, a => a / 4 },
        { "4 / a", a => 4 / a, a => 4 / a },
        { "1.0 / a", a => 1.0 / a, a => 1 / a },
        { "Scalar", a => a * 2.ToScalar() + 0.5.ToScalar(), a => a * 2 + 0.5f },
        { "a.pow(2)", a => a.pow(2), a => a * a },
        { "add alpha", a => a.add(a, alpha: 3), a => 4 * a },
        { "clamp", a => a.clamp(-1, 2), a => Math.Clamp(a, -1, 2) },
        { "clamp_min", a => a.clamp_min(0), a => MathF.Max(a, 0) },
        { "relu", a => a.relu(), a => MathF.Max(a, 0) },
        { "exp", a => exp(a), MathF.Exp },
        { "sigmoid", a => a.sigmoid(), a => 1 / (1 + MathF.Exp(-a)) },
        { "abs().log1p()", a => a.abs().log1p(), a => MathF.Log(1 + MathF.Abs(a)) },
        { "square().rsqrt()", a => a.square().rsqrt(), a => 1 / MathF.Abs(a) },
    };

    [Theory]
    [MemberData(nameof(TensorTensor))]
    public void Two_tensors_combine_element_by_element(
        string operation, Func<Tensor, Tensor, Tensor> tensors, Func<float, float, float> numbers)
    {
        using var scope = NewDisposeScope();
        var actual = tensors(tensor(A), tensor(B)).data<float>().ToArray();
        for (var i = 0; i < A.Length; i++) Close(numbers(A[i], B[i]), actual[i], operation);
    }

    [Theory]
    [MemberData(nameof(TensorScalar))]
    public void A_number_combines_with_every_element(string operation, Func<Tensor, Tensor> tensors, Func<float, float> numbers)
    {
        using var scope = NewDisposeScope();
        var actual = tensors(tensor(A)).data<float>().ToArray();
        for (var i = 0; i < A.Length; i++) Close(numbers(A[i]), actual[i], operation);
    }

    [Fact]
    public void Comparisons_give_masks()
    {
        using var scope = NewDisposeScope();
        var a = tensor(A);
        var b = tensor(B);
        Assert.Equal([true, false, true, true], (a > b).data<bool>().ToArray());
        Assert.Equal([false, true, false, false], (a <= b).data<bool>().ToArray());
        Assert.Equal([false, true, true, false], (a < 1).data<bool>().ToArray());
        Assert.Equal([true, false, false, false], (a == 1.5).data<bool>().ToArray());
        Assert.Equal([false, true, true, true], (a != 1.5f).data<bool>().ToArray());
        Assert.Equal([false, true, true, false], ((a > b) ^ (a >= 1) | (a < 0)).data<bool>().ToArray());
        Assert.Equal([false, true, false, false], (~(a > b)).data<bool>().ToArray());
    }

    [Fact]
    public void In_place_operations_change_and_return_the_tensor_itself()
    {
        using var scope = NewDisposeScope();
        var a = ones(3);
        var same = a.add_(2).mul_(3).sub_(1).div_(2).clamp_(max: 3.5);
        Assert.Same(a, same);
        Assert.Equal([3.5f, 3.5f, 3.5f], a.data<float>().ToArray());
    }

    [Fact]
    public void Whole_numbers_divide_into_fractions_unless_rounded()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new long[] { -7, 7 });
        Assert.Equal([-3.5f, 3.5f], (a / 2).data<float>().ToArray());
        Assert.Equal([-4L, 3L], a.div(2, RoundingMode.floor).data<long>().ToArray());
        Assert.Equal([-3L, 3L], a.div(2, RoundingMode.trunc).data<long>().ToArray());
    }

    [Fact]
    public void Equals_compares_whole_tensors()
    {
        using var scope = NewDisposeScope();
        Assert.True(tensor(A).Equals(tensor(A)));
        Assert.False(tensor(A).Equals(tensor(B)));
        Assert.True(tensor(A).allclose(tensor(A) + 1e-9));
    }

    private static void Close(float expected, float actual, string operation) =>
        Assert.True(MathF.Abs(expected - actual) <= 1e-5f * (1 + MathF.Abs(expected)), $"{operation}: {expected} expected, {actual} got");
}

using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class LayerTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Tensor Sequence(params long[] shape)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        return tensor(Enumerable.Range(0, (int)count).Select(i => Math.Sin(1.7 * i + 0.3)).ToArray()).reshape(shape);
    }

    [Fact]
    public void Linear_multiplies_by_its_weight_and_adds_its_bias()
    {
        using var layer = nn.Linear(3, 2, dtype: float64);
        var input = Sequence(4, 3);
        var (x, w, b) = (Near.Values(input), Near.Values(layer.weight), Near.Values(layer.bias!));
        var expected = new double[8];
        for (var row = 0; row < 4; row++)
            for (var unit = 0; unit < 2; unit++)
                expected[row * 2 + unit] = b[unit] + Enumerable.Range(0, 3).Sum(i => x[row * 3 + i] * w[unit * 3 + i]);
        Near.Equal(expected, layer.call(input), 1e-12);
        Near.Gradient(t => layer.call(t).square().sum(), input);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 2)]
    public void Conv2d_slides_its_kernel_over_the_padded_input(long stride, long padding, long dilation)
    {
        using var layer = nn.Conv2d(2, 3, 2, stride, padding, dilation, dtype: float64);
        var input = Sequence(2, 2, 5, 4);
        var output = layer.call(input);
        var (x, w, b, y) = (Near.Values(input), Near.Values(layer.weight), Near.Values(layer.bias!), Near.Values(output));
        var (height, width) = (output.shape[2], output.shape[3]);
        Assert.Equal((5 + 2 * padding - dilation - 1) / stride + 1, height);
        for (var i = 0; i < y.Length; i++)
        {
            long column = i % width, row = i / width % height, unit = i / (width * height) % 3, sample = i / (width * height * 3);
            var sum = b[unit];
            for (var c = 0; c < 2; c++)
                for (var u = 0; u < 2; u++)
                    for (var v = 0; v < 2; v++)
                    {
                        var (r, s) = (row * stride - padding + u * dilation, column * stride - padding + v * dilation);
                        if (r is >= 0 and < 5 && s is >= 0 and < 4)
                            sum += x[((sample * 2 + c) * 5 + r) * 4 + s] * w[((unit * 2 + c) * 2 + u) * 2 + v];
                    }
            Assert.Equal(sum, y[i], 1e-12);
        }
        Near.Gradient(t => layer.call(t).square().sum(), input);
    }

    [Fact]
    public void Conv2d_takes_same_padding_and_other_padding_modes()
    {
        using var same = nn.Conv2d(1, 1, (3, 2), Padding.Same, dtype: float64);
        Assert.Equal([1L, 1, 4, 4], same.call(Sequence(1, 1, 4, 4)).shape);
        using var reflect = nn.Conv2d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Reflect, dtype: float64);
        using var plain = nn.Conv2d(1, 1, 3, dtype: float64);
        plain.load_state_dict(reflect.state_dict());
        var input = Sequence(1, 1, 4, 4);
        var padded = nn.functional.pad(input, (1, 1, 1, 1), PaddingModes.Reflect);
        Assert.True(allclose(plain.call(padded), reflect.call(input)));
        Assert.Throws<ArgumentException>(() => plain.call(Sequence(1, 2, 4, 4)));
        Assert.Throws<ArgumentException>(() => nn.Conv2d(1, 1, 3, Padding.Same, stride: 2));
    }

    [Fact]
    public void Pooling_takes_the_largest_or_the_mean_of_each_window()
    {
        var input = tensor(new[] { 1.0, 5, 2, 0, 3, -1, 4, 8, 7, 6, 9, 2, 0, 1, 3, 5 }).reshape(1, 1, 4, 4);
        Near.Equal([5, 8, 7, 9], nn.MaxPool2d(2).call(input));
        Near.Equal([2, 3.5, 3.5, 4.75], nn.AvgPool2d(2).call(input));
        Near.Equal([3.4375], nn.AdaptiveAvgPool2d(1).call(input));
        Near.Equal([5, 5, 8, 7, 9, 9, 7, 9, 9], nn.MaxPool2d(2, stride: 1).call(input));
        var (values, indices) = nn.MaxPool2d(2).forward_with_indices(input);
        Near.Equal([5, 8, 7, 9], values);
        Assert.Equal([1L, 7, 8, 10], indices.data<long>().ToArray());
        Near.Gradient(t => nn.MaxPool2d(2).call(t).square().sum(), input);
    }

    [Fact]
    public void Activations_have_their_values()
    {
        var input = tensor(new[] { -2.0, -0.5, 0, 1.5 });
        Near.Equal([0, 0, 0, 1.5], nn.ReLU().call(input));
        Near.Equal([-0.2, -0.05, 0, 1.5], nn.LeakyReLU(0.1).call(input));
        Near.Equal([.. new[] { -2.0, -0.5, 0, 1.5 }.Select(x => 1 / (1 + Math.Exp(-x)))], nn.Sigmoid().call(input));
        Near.Equal([.. new[] { -2.0, -0.5, 0, 1.5 }.Select(x => x / (1 + Math.Exp(-x)))], nn.SiLU().call(input));
        Near.Equal([.. new[] { -2.0, -0.5, 0, 1.5 }.Select(Math.Tanh)], nn.Tanh().call(input));
        var sum = new[] { -2.0, -0.5, 0, 1.5 }.Sum(Math.Exp);
        Near.Equal([.. new[] { -2.0, -0.5, 0, 1.5 }.Select(x => Math.Exp(x) / sum)], nn.Softmax(0).call(input));
        Near.Equal([.. new[] { -2.0, -0.5, 0, 1.5 }.Select(x => x - Math.Log(sum))], nn.LogSoftmax(0).call(input));
        foreach (var layer in new nn.Module<Tensor, Tensor>[] { nn.GELU(), nn.SiLU(), nn.Tanh(), nn.Sigmoid(), nn.LeakyReLU(0.1) })
            Near.Gradient(t => layer.call(t).square().sum(), input + 0.1);
    }

    [Fact]
    public void An_inplace_activation_changes_its_input()
    {
        var input = tensor(new[] { -1f, 2f });
        nn.ReLU(inplace: true).call(input).Dispose();
        Near.Equal([0, 2], input);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_does_nothing_in_evaluation()
    {
        using var layer = nn.Dropout(0.25);
        manual_seed(1);
        var output = layer.call(ones(2000));
        var kept = output.gt(0).sum().item<long>();
        Assert.InRange(kept, 1400, 1600);
        Assert.Equal(kept / 0.75, output.sum().ToDouble(), 0.1);
        layer.eval();
        Assert.True(layer.call(ones(7)).Equals(ones(7)));
    }

    [Fact]
    public void LayerNorm_standardises_each_row()
    {
        using var layer = nn.LayerNorm(4, dtype: float64);
        var input = Sequence(3, 4);
        var x = Near.Values(input);
        var expected = new double[12];
        for (var row = 0; row < 3; row++)
        {
            var values = x[(row * 4)..(row * 4 + 4)];
            var mean = values.Average();
            var variance = values.Average(v => (v - mean) * (v - mean));
            for (var i = 0; i < 4; i++) expected[row * 4 + i] = (values[i] - mean) / Math.Sqrt(variance + 1e-5);
        }
        Near.Equal(expected, layer.call(input), 1e-12);
        var weights = Sequence(3, 4);
        Near.Gradient(t => (layer.call(t) * weights).sum(), input);
    }

    [Fact]
    public void Embedding_looks_rows_up_and_sends_gradients_back_to_them()
    {
        using var layer = nn.Embedding(4, 2, padding_idx: 1);
        var rows = layer.call(tensor(new[] { 3L, 1, 3 }));
        Assert.True(rows[0].Equals(rows[2]));
        Near.Equal([0, 0], rows[1]);
        rows.sum().backward();
        Near.Equal([0, 0, 0, 0, 0, 0, 2, 2], layer.get_parameter("weight")!.grad!);
    }

    [Fact]
    public void Losses_average_by_default()
    {
        var (a, b) = (tensor(new[] { 1.0, 2, 4 }), tensor(new[] { 0.0, 2, 1 }));
        Near.Equal([10.0 / 3], nn.MSELoss().call(a, b));
        Near.Equal([10], nn.MSELoss(nn.Reduction.Sum).call(a, b));
        Near.Equal([1, 0, 9], nn.MSELoss(nn.Reduction.None).call(a, b));
        var logits = tensor(new[] { 1.0, 2, 4 }).reshape(1, 3);
        var expected = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(4)) - 2;
        Near.Equal([expected], nn.CrossEntropyLoss().call(logits, tensor(new[] { 1L })));
    }
}

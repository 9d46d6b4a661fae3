using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

/// <summary>Constants come from PyTorch 1.13; above each stands the expression that made it.</summary>
public sealed class FunctionalTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Tensor Y => tensor(new[] { 1.0, 2, 4, -1, 0, 3 }).reshape(2, 3);

    private static Tensor Vector(params double[] values) => tensor(values);

    // x = torch.arange(16.).reshape(1, 1, 4, 4) ** 2 / 10
    private static Tensor Image => tensor(Enumerable.Range(0, 16).Select(i => i * i / 10.0).ToArray()).reshape(1, 1, 4, 4);

    [Fact]
    public void Interpolation_matches_PyTorch()
    {
        // F.interpolate(x, size=(2, 3), mode='bicubic', antialias=True)
        Near.Equal(
            [1.0619986, 1.905341, 3.0779886, 10.10646, 12.864019, 15.950882],
            F.interpolate(Image, [2, 3], mode: InterpolationMode.Bicubic, antialias: true), 1e-5);
        // F.interpolate(x, size=(2, 2), mode='bilinear', antialias=True)
        Near.Equal(
            [2.1081633, 3.477551, 10.54898, 13.893878],
            F.interpolate(Image, [2, 2], mode: InterpolationMode.Bilinear, antialias: true), 1e-5);
        var corner = Image[.., .., ..2, ..2];
        // F.interpolate(x[:, :, :2, :2], size=(3, 3), mode='bicubic', align_corners=True)
        Near.Equal(
            [0, 0.05, 0.1, 0.8, 1.05, 1.3, 1.6, 2.05, 2.5],
            F.interpolate(corner, [3, 3], mode: InterpolationMode.Bicubic, align_corners: true), 1e-5);
        // F.interpolate(x[:, :, :2, :2], scale_factor=1.5)
        Near.Equal([0, 0, 0.1, 0, 0, 0.1, 1.6, 1.6, 2.5], F.interpolate(corner, scale_factor: [1.5, 1.5]));
    }

    [Fact]
    public void Activations_match_PyTorch()
    {
        // F.gelu(y); F.gelu(y, approximate='tanh'); F.silu(y); F.softplus(y, 2, 5)
        Near.Equal([0.84134475, 1.9544997, 3.9998733, -0.15865525, 0, 2.9959503], F.gelu(Y));
        Near.Equal([0.84119199, 1.9545977, 3.9999298, -0.15880801, 0, 2.9963626], F.gelu(Y, GELU.Approximate.tanh));
        Near.Equal([0.73105858, 1.7615942, 3.9280552, -0.26894142, 0, 2.8577224], F.silu(Y));
        Near.Equal([1.063464, 2.009075, 4, 0.063464006, 0.34657359, 3], F.softplus(Y, 2, 5));
    }

    [Fact]
    public void Normalisations_match_PyTorch()
    {
        // F.layer_norm(y, (3,), tensor([1, 2, 3]), tensor([0, 0.5, -1]))
        Near.Equal(
            [-1.0690415, -0.034520766, 3.0089057, -0.98057898, -0.28446318, 3.1184317],
            F.layer_norm(Y, [3], Vector(1, 2, 3), Vector(0, 0.5, -1)));
        // F.batch_norm(y, zeros(3), ones(3), training=True)
        Near.Equal(
            [0.999995, 0.999995, 0.99998, -0.999995, -0.999995, -0.99998],
            F.batch_norm(Y, zeros(3, float64), ones(3, float64), training: true));
        // F.normalize(y)
        Near.Equal([0.21821789, 0.43643578, 0.87287156, -0.31622777, 0, 0.9486833], F.normalize(Y));
        Near.Gradient(t => (F.normalize(t) * Vector(1, -2, 3)).sum(), Y);
    }

    [Fact]
    public void Losses_match_PyTorch()
    {
        var target = tensor(new[] { 2L, 0 });
        // F.cross_entropy(y, tensor([2, 0]), tensor([1, 2, 0.5]), label_smoothing=0.1)
        Near.Equal([2.8865965], F.cross_entropy(Y, target, Vector(1, 2, 0.5), label_smoothing: 0.1));
        // F.binary_cross_entropy_with_logits(y, b, pos_weight=tensor([1, 2, 3])), b = [[1, 0, 1], [0, 1, 0]]
        var wanted = Vector(1, 0, 1, 0, 1, 0).reshape(2, 3);
        Near.Equal([1.2071305], F.binary_cross_entropy_with_logits(Y, wanted, pos_weights: Vector(1, 2, 3)));
        // F.smooth_l1_loss(y, zeros_like(y), beta=2)
        Near.Equal([1.0833333], F.smooth_l1_loss(Y, zeros(2, 3, float64), beta: 2));
        // F.triplet_margin_loss(y[0:1], y[1:2], tensor([[2, 2, 4]]), swap=True)
        Near.Equal([3.0000027], F.triplet_margin_loss(Y[..1], Y[1..], Vector(2, 2, 4).reshape(1, 3), swap: true));
        Near.Equal([11.0 / 6], F.l1_loss(Y, zeros(2, 3, float64)));
        Assert.True(allclose(F.cross_entropy(Y, target), F.nll_loss(F.log_softmax(Y, 1), target)));
        Assert.True(allclose(F.binary_cross_entropy(F.sigmoid(Y), wanted), F.binary_cross_entropy_with_logits(Y, wanted)));
        Near.Gradient(t => F.cross_entropy(t, target, label_smoothing: 0.1), Y);
    }

    [Fact]
    public void Distances_match_PyTorch()
    {
        // F.cosine_similarity(y[0:1], y[1:2]); F.pairwise_distance(y[0:1], y[1:2])
        Near.Equal([0.75907212], F.cosine_similarity(Y[..1], Y[1..]));
        Near.Equal([3.0000017], F.pairwise_distance(Y[..1], Y[1..]));
        Assert.Equal([1L, 1], F.pairwise_distance(Y[..1], Y[1..], keepdim: true).shape);
    }

    [Fact]
    public void Attention_matches_PyTorch()
    {
        var query = Vector(1, 0, 0.5, 1, -1, 2).reshape(3, 2);
        var key = query * 0.5 + 1;
        var value = Vector(1, 2, 3, 4, 5, 7).reshape(3, 2);
        // softmax(q @ k.T / sqrt(2), -1) @ v
        double[] free = [2.5650591, 3.7765826, 3.227546, 4.6095762, 4.2484066, 5.9576264];
        // the same with scores above the diagonal at -inf
        double[] causal = [1, 2, 2.1318111, 3.1318111, 4.2484066, 5.9576264];
        Near.Equal(free, Attend(null, false));
        Near.Equal(causal, Attend(null, true));
        var lower = tensor(new[] { true, false, false, true, true, false, true, true, true }).reshape(3, 3);
        Near.Equal(causal, Attend(lower, false));

        Tensor Attend(Tensor? mask, bool isCausal) =>
            F.scaled_dot_product_attention(query.unsqueeze(0), key.unsqueeze(0), value.unsqueeze(0), mask, is_casual: isCausal);
    }

    [Fact]
    public void Padding_and_one_hot_lay_values_out()
    {
        Near.Equal([9, 1, 2, 4, 9, 9, 9, -1, 0, 3, 9, 9], F.pad(Y, (1, 2), value: 9));
        Near.Equal([2, 1, 2, 4, 2, 0, -1, 0, 3, 0], F.pad(Y.unsqueeze(0), 1, PaddingModes.Reflect));
        Assert.Equal([0L, 0, 1, 1, 0, 0], F.one_hot(tensor(new[] { 2L, 0 })).data<long>().ToArray());
        Assert.Equal([1L, 4], F.one_hot(tensor(new[] { 2L }), 4).shape);
    }

    [Fact]
    public void Functions_of_layers_agree_with_the_layers()
    {
        using var layer = nn.Conv2d(1, 2, 3, padding: 1, dtype: float64);
        Assert.True(layer.call(Image).Equals(F.conv2d(Image, layer.weight, layer.bias, padding: [1, 1])));
        Assert.True(nn.MaxPool2d(2).call(Image).Equals(F.max_pool2d(Image, 2)));
        Assert.True(nn.AvgPool2d(2).call(Image).Equals(F.avg_pool2d(Image, [2, 2])));
        Assert.True(nn.AdaptiveAvgPool2d(2).call(Image).Equals(F.adaptive_avg_pool2d(Image, 2)));
    }
}

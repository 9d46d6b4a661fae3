using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TensorErrorTests
{
    [Fact]
    public void A_shape_mismatch_carries_libtorchs_message()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => zeros(2, 3) + zeros(4, 5));
        Assert.Contains("must match the size of tensor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_product_names_both_shapes()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => zeros(2, 3).matmul(zeros(4, 5)));
        Assert.Contains("2x3 and 4x5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_tensor_is_refused()
    {
        var gone = zeros(2);
        gone.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => gone.shape);
        Assert.ThrowsAny<InvalidOperationException>(() => gone + 1);
        using var other = ones(2);
        Assert.ThrowsAny<InvalidOperationException>(() => other * gone);
    }

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        var tensor = zeros(2);
        var before = Tensor.TotalCount;
        tensor.Dispose();
        tensor.Dispose();
        Assert.Equal(before - 1, Tensor.TotalCount);
    }

    [Fact]
    public void A_device_that_does_not_exist_is_refused()
    {
        Assert.ThrowsAny<Exception>(() => new Device("abacus"));
    }

    [Fact]
    public void The_work_goes_on_after_an_error()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => zeros(2).view(3));
        Assert.Equal(2f, ones(2).sum().item<float>());
    }
}

using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TensorCreationTests
{
    [Fact]
    public void Arrays_keep_their_type_and_shape()
    {
        using var scope = NewDisposeScope();
        Assert.Equal((ScalarType.Float64, 1), (tensor(new[] { 1.0 }).dtype, tensor(new[] { 1.0 }).ndim));
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.Equal([2L, 3L], tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        Assert.Equal([3L, 2L], tensor(new[] { 1f, 2, 3, 4, 5, 6 }, 3, 2).shape);
        Assert.Equal([1L, 6L], tensor(new[] { 1f, 2, 3, 4, 5, 6 }, [1, 6]).shape);
        Assert.Equal(ScalarType.Byte, from_array(new byte[,] { { 1, 2 } }).dtype);
    }

    [Fact]
    public void Numbers_become_scalars()
    {
        using var scope = NewDisposeScope();
        Assert.Equal((ScalarType.Float32, 0), (tensor(1f).dtype, tensor(1f).ndim));
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1.0, dtype: float32).dtype);
        Tensor implied = 3;
        Assert.Equal(3, implied.item<int>());
    }

    [Fact]
    public void A_tensor_does_not_share_the_arrays_memory()
    {
        using var scope = NewDisposeScope();
        var array = new[] { 1f, 2f };
        var made = tensor(array);
        array[0] = 9;
        Assert.Equal([1f, 2f], made.data<float>().ToArray());
    }

    [Fact]
    public void An_empty_array_makes_an_empty_tensor()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0L], tensor(Array.Empty<float>()).shape);
        Assert.Equal([0L, 3L], tensor(new long[0, 3]).shape);
        Assert.Empty(tensor(Array.Empty<float>()).data<float>().ToArray());
    }

    [Fact]
    public void Constants_and_ranges_have_the_asked_values()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0f, 0f], zeros(2).data<float>().ToArray());
        Assert.Equal([1L, 1L], ones([2], dtype: int64).data<long>().ToArray());
        Assert.Equal([2.5f, 2.5f, 2.5f, 2.5f], full([2, 2], 2.5).data<float>().ToArray());
        Assert.Equal([1f, 0f, 0f, 1f], eye(2).data<float>().ToArray());
        Assert.Equal([0L, 1L, 2L], arange(3).data<long>().ToArray());
        Assert.Equal([1f, 1.5f], arange(1.0, 2.0, 0.5).data<float>().ToArray());
        Assert.Equal([0f, 0.5f, 1f], linspace(0, 1, 3).data<float>().ToArray());
        Assert.Equal([3L, 4L], zeros(3, 4).zeros_like().shape);
        Assert.True(zeros(1, requires_grad: true).requires_grad);
    }

    [Fact]
    public void A_set_default_type_is_used_and_can_be_set_back()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(ScalarType.Float32, get_default_dtype());
        set_default_dtype(float64);
        try
        {
            Assert.Equal(ScalarType.Float64, zeros(1).dtype);
        }
        finally
        {
            set_default_dtype(float32);
        }
    }

    [Fact]
    public void Conversions_change_the_type_and_only_the_type()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 0.5f, 2f });
        Assert.Equal([0L, 2L], a.@long().data<long>().ToArray());
        Assert.Equal([0.5, 2.0], a.to(float64).data<double>().ToArray());
        Assert.Equal([true, true], a.to_type(ScalarType.Bool).data<bool>().ToArray());
        Assert.Equal(ScalarType.Int32, a.to(int32, CPU).dtype);
        Assert.Equal("cpu", a.cpu().device.ToString());
    }
}

using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Wrong use ends in an exception, never in a crash or in foreign memory.</summary>
public sealed class HostileUseTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Sizes_that_no_memory_holds_are_refused()
    {
        Assert.Throws<ExternalException>(() => zeros([1L << 40, 1L << 40]));
        Assert.Throws<ExternalException>(() => ones([1L << 60]));
        Assert.Throws<ExternalException>(() => zeros([-1]));
        Assert.Throws<ExternalException>(() => zeros(4).reshape(-2, -2));
        Assert.ThrowsAny<Exception>(() => tensor([1f], [-1, -1]));
    }

    [Fact]
    public void Positions_outside_a_tensor_are_refused()
    {
        var table = zeros(3, 2);
        Assert.Throws<ExternalException>(() => table[3]);
        Assert.Throws<ExternalException>(() => table[0, -3]);
        Assert.Throws<ExternalException>(() => table[0, 0, 0]);
        Assert.Throws<ExternalException>(() => table[tensor([0L, 3L])]);
        Assert.Throws<ExternalException>(() => table.narrow(0, 2, 2));
        Assert.Throws<ExternalException>(() => table.select(2, 0));
        Assert.Throws<ExternalException>(() => table.index_select(0, tensor([3L])));
        Assert.Throws<ExternalException>(() => table.gather(1, tensor([2L]).reshape(1, 1)));
        Assert.Throws<ExternalException>(() => table.index_add_(0, tensor([-4L]), ones(1, 2), 1));
        Assert.Throws<ExternalException>(() => table.scatter_(0, tensor([5L]).reshape(1, 1), ones(1, 1)));
        Assert.Throws<ExternalException>(() => nn.functional.cross_entropy(table, tensor([0L, 1L, 2L])));
        using var embedding = nn.Embedding(3, 2);
        Assert.Throws<ExternalException>(() => embedding.call(tensor([3L])));
    }

    [Fact]
    public void More_positions_than_dimensions_are_refused_however_many()
    {
        Assert.Throws<ExternalException>(() => zeros(2, 2)[new long[10_000]]);
    }

    [Fact]
    public void Only_a_single_element_is_an_item()
    {
        Assert.ThrowsAny<Exception>(() => zeros(2).item<float>());
        Assert.ThrowsAny<Exception>(() => zeros(0).item<float>());
        Assert.ThrowsAny<Exception>(() => zeros(1).item<long>());
        Assert.ThrowsAny<Exception>(() => zeros(2).ToSingle());
    }

    [Fact]
    public void Elements_of_a_disposed_tensor_are_out_of_reach()
    {
        var gone = ones(4);
        var elements = gone.data<float>();
        gone.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => elements[0]);
        Assert.ThrowsAny<InvalidOperationException>(() => elements.ToArray());
    }

    [Fact]
    public void A_tensor_without_elements_has_an_empty_array_and_can_be_saved()
    {
        var nothing = zeros(0);
        Assert.Empty(nothing.data<float>().ToArray());
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        nothing.Save(writer);
        writer.Flush();
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Equal([0], TensorExtensionMethods.Load(reader).shape);
    }

    [Fact]
    public void A_gradient_of_another_size_stops_the_step()
    {
        using var parameter = nn.Parameter(ones(1000));
        using var optimizer = optim.Adam([parameter]);
        parameter.grad = ones(7);
        Assert.Throws<ExternalException>(() => optimizer.step());
    }

    [Fact]
    public void A_disposed_module_refuses_to_work_and_may_be_disposed_again()
    {
        var net = nn.Sequential(nn.Linear(2, 2), nn.ReLU());
        net.Dispose();
        net.Dispose();
        Assert.ThrowsAny<Exception>(() => net.call(zeros(1, 2)));
    }

    [Fact]
    public void A_generator_may_be_disposed_twice()
    {
        var generator = new Generator(3);
        generator.Dispose();
        generator.Dispose();
        Assert.Equal(2, rand(2).numel());
    }

    [Fact]
    public void A_scope_may_be_emptied_while_its_tensors_are_looked_at()
    {
        _ = (zeros(1), zeros(2), zeros(3));
        var seen = 0;
        foreach (var tensor in scope.DisposablesView)
        {
            scope.DisposeEverything();
            tensor.Dispose();
            seen++;
        }

        Assert.Equal(3, seen);
        Assert.Equal(0, scope.DisposablesCount);
    }
}

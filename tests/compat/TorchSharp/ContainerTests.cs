using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ContainerTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private sealed class Holder : nn.Module
    {
        public readonly ModuleList<nn.Module<Tensor, Tensor>> list = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(1, 2), nn.ReLU());
        public readonly ModuleDict<nn.Module> dict = nn.ModuleDict(("b", nn.Linear(2, 1)), ("a", nn.Dropout()));
        public readonly ParameterList parameters_ = nn.ParameterList(nn.Parameter(ones(1)), nn.Parameter(zeros(2)));

        public Holder() : base(nameof(Holder)) => RegisterComponents();
    }

    [Fact]
    public void Containers_register_what_they_hold_in_order()
    {
        using var holder = new Holder();
        Assert.Equal(
            ["list.0.weight", "list.0.bias", "dict.b.weight", "dict.b.bias", "parameters_.0", "parameters_.1"],
            holder.named_parameters().Select(p => p.name));
        Assert.Equal(2, holder.dict.Count);
        Assert.IsType<Dropout>(holder.dict["a"]);
        Assert.IsType<ReLU>(holder.list[1]);
        Assert.Equal([2L], holder.get_parameter("parameters_.1")!.shape);
    }

    [Fact]
    public void A_parameter_list_moves_with_its_module()
    {
        using var holder = new Holder();
        holder.@double();
        Assert.All(holder.parameters_, p => Assert.Equal(float64, p.dtype));
    }

    [Fact]
    public void Sequential_chains_its_modules()
    {
        using var net = nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2));
        Assert.Equal(4, net.Count);
        Assert.Equal([5L, 2], net.call(ones(5, 2, 2)).shape);
        Assert.Equal(["1.weight", "1.bias", "3.weight", "3.bias"], net.named_parameters().Select(p => p.name));
        Assert.IsType<ReLU>(net[2]);
        Assert.Equal(["1", "2"], net[1..3].named_children().Select(c => c.name));
    }

    [Fact]
    public void Sequential_keeps_nothing_of_what_passes_through()
    {
        using var net = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Identity(), nn.Linear(3, 2));
        var input = ones(5, 4);
        using var off = no_grad();
        var before = Tensor.TotalCount;
        net.call(input).Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void An_empty_sequential_passes_its_input_on_as_a_new_tensor()
    {
        using var net = nn.Sequential();
        var input = ones(2);
        var output = net.call(input);
        output.Dispose();
        Assert.False(Near.IsGone(input));
    }
}

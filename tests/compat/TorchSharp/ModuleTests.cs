using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ModuleTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(3, 4);
        private readonly Sequential rest = nn.Sequential(("act", nn.ReLU()), ("last", nn.Linear(4, 2)));
        private readonly Parameter scale = nn.Parameter(ones(2));
        private readonly Tensor offset = zeros(2);

        public Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input) => rest.call(first.call(input)) * scale + offset;
    }

    // Parameters in field initialisers are there when the base constructor registers; later ones are not.
    private abstract class Registering : nn.Module
    {
        protected Registering() : base(nameof(Registering)) => RegisterComponents();
    }

    private sealed class Late : Registering
    {
        private readonly Parameter early = nn.Parameter(ones(1));
        private readonly Parameter late;

        public Late()
        {
            late = nn.Parameter(early.detach() * 2);
            RegisterComponents();
        }

        public Parameter Latest => late;
    }

    private sealed class Bare : nn.Module
    {
        public Bare() : base(nameof(Bare)) { }
    }

    [Fact]
    public void Fields_become_components_under_their_names()
    {
        using var net = new Net();
        Assert.Equal(
            ["scale", "first.weight", "first.bias", "rest.last.weight", "rest.last.bias"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(["offset"], net.named_buffers().Select(b => b.name));
        Assert.Equal(["first", "rest"], net.named_children().Select(c => c.name));
        Assert.Equal(["first", "rest", "rest.act", "rest.last"], net.named_modules().Select(m => m.name));
    }

    [Fact]
    public void A_base_constructor_registers_field_initialisers_only_and_only_once()
    {
        using var module = new Late();
        Assert.Equal(["early"], module.named_parameters().Select(p => p.name));
        Assert.False(module.has_parameter("late"));
        module.Latest.Dispose();
    }

    [Fact]
    public void Components_are_found_by_dotted_names()
    {
        using var net = new Net();
        Assert.True(net.has_parameter("rest.last.weight"));
        Assert.False(net.has_parameter("rest.last.nothing"));
        Assert.Equal([2L, 4], net.get_parameter("rest.last.weight")!.shape);
        Assert.Null(net.get_parameter("rest.nowhere"));
        Assert.True(net.has_buffer("offset"));
        Assert.Equal([2L], net.get_buffer("offset")!.shape);
    }

    [Fact]
    public void Registering_what_cannot_be_registered_says_why()
    {
        using var module = new Bare();
        using var child = nn.Linear(1, 1);
        module.register_module("child", child);
        Assert.Throws<InvalidOperationException>(() => module.register_module("child", child));
        Assert.Throws<ArgumentException>(() => module.register_module("a.b", child));
        Assert.Throws<ArgumentException>(() => module.register_module("", child));

        module.register_parameter("p", nn.Parameter(ones(1)));
        Assert.Throws<InvalidOperationException>(() => module.register_parameter("p", nn.Parameter(ones(1))));
        Assert.Throws<ArgumentNullException>(() => module.register_parameter("q", null!));
        Assert.Throws<ArgumentNullException>(() => module.register_buffer("b", null!));
        Assert.Throws<InvalidOperationException>(() => nn.ReLU().register_buffer("b", ones(1)));
    }

    [Fact]
    public void Train_and_eval_reach_every_child()
    {
        using var net = new Net();
        Assert.True(net.training);
        net.eval();
        Assert.False(net.training);
        Assert.All(net.modules().Where(m => m is Linear), m => Assert.False(m.training));
        net.train();
        Assert.All(net.modules().Where(m => m is Linear), m => Assert.True(m.training));
    }

    [Fact]
    public void Zero_grad_drops_the_gradients_or_zeroes_them()
    {
        using var net = new Net();
        net.call(ones(5, 3)).sum().backward();
        Assert.All(net.parameters(), p => Assert.NotNull(p.grad));
        net.zero_grad(set_to_none: false);
        Assert.All(net.parameters(), p => Assert.Equal(0.0, p.grad!.abs().sum().ToDouble()));
        net.zero_grad();
        Assert.All(net.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void Apply_visits_children_before_the_module()
    {
        using var net = new Net();
        var visited = new List<string>();
        net.apply(m => visited.Add(m.GetName()));
        Assert.Equal("Net", visited[^1]);
        Assert.Equal(5, visited.Count);
    }

    [Fact]
    public void Conversion_makes_new_leaf_parameters_under_the_same_names()
    {
        using var net = new Net();
        var names = net.named_parameters().Select(p => p.name).ToList();
        net.get_parameter("scale")!.requires_grad = false;
        net.call(ones(5, 3)).sum().backward();

        Assert.Same(net, net.to(float64));
        Assert.Equal(names, net.named_parameters().Select(p => p.name));
        Assert.All(net.parameters(), p => Assert.Equal(float64, p.dtype));
        Assert.All(net.parameters(), p => Assert.True(p.is_leaf));
        Assert.False(net.get_parameter("scale")!.requires_grad);
        Assert.True(net.get_parameter("first.weight")!.requires_grad);
        Assert.Equal(float64, net.get_parameter("first.weight")!.grad!.dtype);
        Assert.Equal(float64, net.get_buffer("offset")!.dtype);
        Assert.Equal(float64, net.call(ones([5, 3], float64)).dtype);
    }

    [Fact]
    public void Conversion_to_whole_numbers_is_refused()
    {
        using var net = new Net();
        Assert.Throws<ArgumentException>(() => net.to(int64));
    }

    [Fact]
    public void Hooks_see_and_change_what_call_passes_and_can_be_removed()
    {
        using var layer = nn.Identity();
        var calls = 0;
        var before = layer.register_forward_pre_hook((_, x) => x + 1);
        var after = layer.register_forward_hook((_, _, y) => y * 10);
        var count = layer.register_forward_hook(_ => calls++);
        Assert.Equal(20.0, layer.call(ones(1)).ToDouble());
        Assert.Equal(1.0, layer.forward(ones(1)).ToDouble());
        before.remove();
        after.remove();
        Assert.Equal(1.0, layer.call(ones(1)).ToDouble());
        Assert.Equal(2, calls);
        count.remove();
    }

    [Fact]
    public void Disposing_a_module_disposes_all_that_it_holds()
    {
        var net = new Net();
        var held = net.parameters().Cast<Tensor>().Concat(net.buffers()).ToList();
        net.Dispose();
        Assert.All(held, t => Assert.True(Near.IsGone(t)));
        net.Dispose();
    }

    [Fact]
    public void Making_a_parameter_takes_the_tensor_over()
    {
        var data = ones(3);
        var parameter = nn.Parameter(data);
        Assert.True(Near.IsGone(data));
        Assert.True(parameter.requires_grad);
        Assert.False(nn.Parameter(ones(3), requires_grad: false).requires_grad);
        Assert.True(ones(2).AsParameter().requires_grad);
    }

    [Fact]
    public void Layers_outlive_the_scope_in_which_they_were_made()
    {
        Linear layer;
        using (NewDisposeScope()) layer = nn.Linear(2, 2);
        Assert.Equal([4L, 2], layer.call(ones(4, 2)).shape);
        layer.Dispose();
    }
}

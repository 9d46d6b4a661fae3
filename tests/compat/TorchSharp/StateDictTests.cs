using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class StateDictTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Sequential Net() => nn.Sequential(("a", nn.Linear(2, 3)), ("b", nn.LayerNorm(3)));

    [Fact]
    public void The_state_of_one_module_can_be_copied_into_another()
    {
        using var from = Net();
        using var to = Net();
        var (missing, unexpected) = to.load_state_dict(from.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        var input = rand(4, 2);
        Assert.True(allclose(from.call(input), to.call(input)));
        Assert.Equal(["a.weight", "a.bias", "b.weight", "b.bias"], to.state_dict().Keys);
    }

    [Fact]
    public void Strict_loading_refuses_other_keys_and_lenient_loading_reports_them()
    {
        using var net = Net();
        var state = net.state_dict();
        state.Remove("a.bias");
        state.Add("c", ones(1));
        Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state));

        var (missing, unexpected) = net.load_state_dict(state, strict: false);
        Assert.Equal(["a.bias"], missing);
        Assert.Equal(["c"], unexpected);
        net.load_state_dict(state, skip: ["a.bias", "c"]);
    }

    [Fact]
    public void A_saved_module_loads_again()
    {
        using var from = Net();
        using var to = Net();
        using var stream = new MemoryStream();
        from.save(stream);
        to.load(new MemoryStream(stream.ToArray()));
        Assert.True(from.state_dict().All(entry => entry.Value.Equals(to.state_dict()[entry.Key])));
    }

    [Fact]
    public void A_file_lists_its_entries_by_name_type_and_shape()
    {
        using var layer = nn.Linear(2, 1);
        layer.load_state_dict(new() { ["weight"] = tensor(new[] { 1f, 2f }).reshape(1, 2), ["bias"] = tensor(new[] { 3f }) });
        using var stream = new MemoryStream();
        layer.save(stream);

        byte[] expected =
        [
            2,
            6, .. Encoding.UTF8.GetBytes("weight"), 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f),
            4, .. Encoding.UTF8.GetBytes("bias"), 6, 1, 1, .. BitConverter.GetBytes(3f),
        ];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Loading_a_file_of_another_module_fails_unless_lenient()
    {
        using var stream = new MemoryStream();
        using (var other = nn.Sequential(("a", nn.Linear(2, 3)), ("z", nn.LayerNorm(3)))) other.save(stream);

        using var net = Net();
        Assert.Throws<ArgumentException>(() => net.load(new MemoryStream(stream.ToArray())));
        var loaded = new Dictionary<string, bool>();
        net.load(new MemoryStream(stream.ToArray()), strict: false, loadedParameters: loaded);
        Assert.True(loaded["a.weight"]);
        Assert.False(loaded["z.weight"]);
    }

    [Fact]
    public void Skipped_entries_stay_as_they_are()
    {
        using var from = Net();
        using var to = Net();
        var kept = to.get_parameter("a.weight")!.clone();
        using var stream = new MemoryStream();
        from.save(stream);
        to.load(new MemoryStream(stream.ToArray()), skip: ["a.weight"]);
        Assert.True(kept.Equals(to.get_parameter("a.weight")!));
        Assert.True(from.get_parameter("a.bias")!.Equals(to.get_parameter("a.bias")!));
    }

    [Fact]
    public void Adam_continues_from_a_saved_state_as_if_never_stopped()
    {
        using var stream = new MemoryStream();
        var start = tensor(new[] { 1.0, -2.0, 0.5 });
        using var straight = nn.Parameter(start.clone());
        using (var optimizer = optim.Adam([straight], lr: 0.1)) Train(straight, optimizer, 6);

        using var halted = nn.Parameter(start.clone());
        using (var optimizer = optim.Adam([halted], lr: 0.1))
        {
            Train(halted, optimizer, 3);
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            optimizer.save_state_dict(writer);
        }
        stream.Position = 0;
        using (var optimizer = optim.Adam([halted], lr: 0.7))
        {
            using var reader = new BinaryReader(stream);
            optimizer.load_state_dict(reader);
            Assert.Equal(0.1, optimizer.ParamGroups.Single().LearningRate);
            Train(halted, optimizer, 3);
        }
        Assert.True(straight.Equals(halted));
    }

    [Fact]
    public void An_optimizer_refuses_the_state_of_another_kind()
    {
        using var parameter = nn.Parameter(ones(1));
        using var adam = optim.Adam([parameter]);
        using var sgd = optim.SGD([parameter], 0.1);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        adam.save_state_dict(writer);
        writer.Flush();
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(reader));
    }

    private static void Train(Parameter parameter, optim.Optimizer optimizer, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            (parameter * parameter).sum().backward();
            optimizer.step();
        }
    }
}

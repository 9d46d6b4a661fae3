using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class GeneratorTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void One_seed_gives_one_sequence()
    {
        using var a = new Generator(7);
        using var b = new Generator(7);
        Assert.True(randn([5], generator: a).Equals(randn([5], generator: b)));
        Assert.True(randperm(50, generator: a).Equals(randperm(50, generator: b)));
        Assert.False(rand([5], generator: a).Equals(rand([5], generator: a)));
    }

    [Fact]
    public void A_restored_state_continues_the_sequence()
    {
        using var generator = new Generator(3);
        rand([3], generator: generator);
        var state = generator.get_state();
        var first = rand([4], generator: generator);
        generator.set_state(state);
        Assert.True(first.Equals(rand([4], generator: generator)));
    }

    [Fact]
    public void The_seed_can_be_read_and_set()
    {
        using var generator = new Generator(11);
        Assert.Equal(11, generator.initial_seed());
        generator.manual_seed(12);
        Assert.Equal(12, generator.initial_seed());
        Assert.Equal(DeviceType.CPU, generator.device.type);
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_one_alone()
    {
        manual_seed(5);
        var expected = rand(3);
        manual_seed(5);
        using var own = new Generator(1);
        rand([10], generator: own);
        Assert.True(expected.Equals(rand(3)));
        Assert.Equal(5, initial_seed());
    }

    [Fact]
    public void Draws_keep_within_their_bounds()
    {
        using var generator = new Generator(1);
        var integers = randint(3, 6, [200], generator: generator);
        Assert.Equal((3L, 5L), (integers.min().item<long>(), integers.max().item<long>()));
        var uniform = zeros(200).uniform_(-2, -1, generator);
        Assert.True(uniform.max().item<float>() <= -1 && uniform.min().item<float>() >= -2);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), randperm(9, generator: generator).data<long>().Order());
        var picks = multinomial(tensor(new[] { 0f, 1f, 0f }), 4, replacement: true, generator);
        Assert.Equal([1L, 1, 1, 1], picks.data<long>().ToArray());
        Assert.Equal(7.0, normal(7, 0, [3]).mean().ToDouble(), 1e-6);
    }
}

using System.Reflection;
using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

public class ModelTests
{
    [Theory]
    [InlineData(typeof(Mlp), new long[] { 128 }, 128 * 64 + 64 + 64 * 32 + 32)]
    [InlineData(typeof(ConvNet), new long[] { 1, 28, 28 }, 32 * 9 + 32 + 64 * 32 * 9 + 64 + 64 * 49 * 128 + 128 + 128 * 64 + 64)]
    [InlineData(typeof(ConvNet), new long[] { 3, 32, 32 }, 32 * 27 + 32 + 64 * 32 * 9 + 64 + 64 * 64 * 128 + 128 + 128 * 64 + 64)]
    public void Layers_have_the_papers_sizes(Type type, long[] inputShape, long parameters)
    {
        using var model = Create(type, inputShape);
        Assert.Equal(parameters, model.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData(typeof(Mlp), new long[] { 128 }, 32)]
    [InlineData(typeof(Mlp), new long[] { 1, 28, 28 }, 32)]
    [InlineData(typeof(ConvNet), new long[] { 3, 33, 30 }, 64)]
    public void Embeddings_are_unit_rows(Type type, long[] inputShape, int size)
    {
        using var scope = torch.NewDisposeScope();
        using var model = Create(type, inputShape);
        var embeddings = model.Embed(torch.rand([5, .. inputShape]));
        Assert.Equal((5L, (long)size), (embeddings.shape[0], embeddings.shape[1]));
        Assert.Equal(size, model.EmbeddingSize);
        Assert.All(embeddings.norm(1).data<float>().ToArray(), norm => Assert.Equal(1, norm, 1e-5f));
    }

    [Fact]
    public void Mlp_is_two_layers_with_a_relu_between()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Create(typeof(Mlp), [3]);
        var p = model.parameters().ToArray();
        var x = torch.rand(4, 3);
        var expected = torch.nn.functional.normalize(torch.nn.functional.relu(x.mm(p[0].t()) + p[1]).mm(p[2].t()) + p[3]);
        Assert.True(model.Embed(x).allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void Sizes_are_options()
    {
        using var model = new Mlp(new(Hidden: 7, EmbeddingSize: 5), new ModelContext([11], 2));
        Assert.Equal((11 * 7) + 7 + (7 * 5) + 5, model.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData(new long[] { 128 })]
    [InlineData(new long[] { 1, 3, 28 })]
    public void Convnet_refuses_what_is_no_image(long[] shape)
    {
        var thrown = Assert.Throws<TargetInvocationException>(() => Create(typeof(ConvNet), shape));
        Assert.Contains($"[{string.Join(", ", shape)}]", Assert.IsType<InvalidInputException>(thrown.InnerException).Message);
    }

    private static EmbeddingModel Create(Type type, long[] inputShape)
    {
        var options = type.GetNestedType("Options")!.GetConstructors().Single();
        return (EmbeddingModel)type.GetConstructors().Single().Invoke(
            [options.Invoke([.. options.GetParameters().Select(p => p.DefaultValue)]), new ModelContext(inputShape, 10)]);
    }
}

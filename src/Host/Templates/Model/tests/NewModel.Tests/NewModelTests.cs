using MetricPlugins;
using TorchSharp;

public sealed class NewModelTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();
    private readonly NewModel model = new(new NewModel.Options(), new ModelContext([1, 28, 28], 10));

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Embeddings_are_unit_rows_of_the_size_the_model_tells()
    {
        var embeddings = model.Embed(torch.rand(4, 1, 28, 28));
        Assert.Equal([4, model.EmbeddingSize], embeddings.shape);
        Assert.True(embeddings.square().sum(1).sub(1).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Evaluation_gives_the_same_embeddings_twice()
    {
        model.eval();
        var images = torch.rand(4, 1, 28, 28);
        Assert.True(model.Embed(images).allclose(model.Embed(images), 0, 0));
    }

    [Fact]
    public void Every_parameter_has_a_gradient()
    {
        var target = torch.rand(4, model.EmbeddingSize);
        model.Embed(torch.rand(4, 1, 28, 28)).mul(target).sum().backward();
        Assert.All(model.parameters(), p => Assert.NotNull(p.grad));
    }
}

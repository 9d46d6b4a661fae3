using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

internal sealed class TrainedRule() : ModelRule("trained", "The gradient reaches every parameter that is trained, and there is one.")
{
    protected override string Tried => "one backward pass";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        var frozen = new HashSet<object>(model.Backbone?.parameters() ?? [], ReferenceEqualityComparer.Instance);
        var trained = model.named_parameters().Where(p => p.parameter.requires_grad && !frozen.Contains(p.parameter)).ToList();
        if (trained.Count == 0)
            return "it has no parameter to train: those assigned in a constructor's body are registered there";

        var output = model.Embed(features);
        using var generator = new Generator(2, CPU);
        output.mul(randn(output.shape, generator: generator).to(output.device)).sum().backward();
        foreach (var (name, parameter) in trained)
        {
            if (parameter.grad is { } gradient && gradient.ne(0).any().item<bool>())
                continue;
            place = name;
            return $"the gradient {(parameter.grad is null ? "does not reach it" : "is 0 everywhere in it")}";
        }

        return null;
    }
}

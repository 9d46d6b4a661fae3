using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

/// <summary>A rule of what a model makes of samples.</summary>
internal abstract class ModelRule(string name, string demand) : Rule(name, demand)
{
    protected override Finding Try(Subject subject)
    {
        var probe = new ModelProbe(subject);
        using var scope = NewDisposeScope();
        using var model = probe.Create();
        var problem = Problem(probe, model, probe.Features(model), out var place);
        var tried = $"{Tried}, {ModelProbe.Samples} random samples [{string.Join(", ", probe.Shape)}]";
        return problem is null ? Finding.Passed(tried) : Finding.Failed(tried, problem, place);
    }

    /// <summary>What is tried, in words.</summary>
    protected abstract string Tried { get; }

    /// <summary>How the model breaks the rule; null where it keeps it.</summary>
    /// <param name="probe">Makes more of them.</param>
    /// <param name="model">A new one, in training.</param>
    /// <param name="features">What its head reads.</param>
    /// <param name="place">The sample or parameter where it shows, if it is one.</param>
    protected abstract string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place);
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Forward, loss, backward, norms, optimizer. Nothing in it waits for the device.</summary>
internal sealed class TrainingStep : IDisposable
{
    /// <summary>A row of ∂loss/∂Z with a smaller norm counts as no gradient.</summary>
    private const double NoGradient = 1e-12;

    private readonly EmbeddingModel model;
    private readonly MetricLoss loss;
    private readonly optim.Optimizer optimizer;
    private readonly CrossBatchMemory memory;
    private readonly IReadOnlyList<Parameter> modelParameters;
    private readonly IReadOnlyList<Parameter> lossParameters;

    /// <param name="model">Trained; it stays the caller's.</param>
    /// <param name="loss">Trained; it stays the caller's.</param>
    /// <param name="learningRate">Adam's rate.</param>
    /// <param name="weightDecay">Adam's L2 penalty.</param>
    /// <param name="memory">What batches are compared with besides themselves; it is disposed with the step.</param>
    public TrainingStep(EmbeddingModel model, MetricLoss loss, double learningRate, double weightDecay, CrossBatchMemory memory)
    {
        (this.model, this.loss, this.memory) = (model, loss, memory);
        var frozen = new HashSet<object>(model.Backbone?.parameters() ?? [], ReferenceEqualityComparer.Instance);
        modelParameters = [.. model.parameters().Where(p => p.requires_grad && !frozen.Contains(p))];
        lossParameters = [.. loss.parameters().Where(p => p.requires_grad)];
        optimizer = optim.Adam(modelParameters.Concat(lossParameters), learningRate, weight_decay: weightDecay);
    }

    /// <summary>How many numbers are trained.</summary>
    public long ParameterCount => modelParameters.Concat(lossParameters).Sum(p => p.numel());

    /// <summary>One step on a batch of these samples. The diagnostics are the caller's to dispose.</summary>
    public StepDiagnostics Run(Tensor features, Tensor labels, long[] samples)
    {
        using var scope = NewDisposeScope();
        var embeddings = model.Embed(features);
        embeddings.retain_grad();
        var batch = memory.Beside(embeddings, labels, samples);
        var result = loss.Compute(batch);

        // To none, not to zero as the optimizer's own does: backward then hands its gradients over instead of adding them.
        model.zero_grad();
        loss.zero_grad();
        result.Loss.backward();

        using var _ = no_grad();
        var sampleNorms = linalg.vector_norm(
            embeddings.grad ?? throw new InvalidOperationException("A loss depends on the embeddings of its batch; this one gave them no gradient."), dims: [1]);
        var diagnostics = new StepDiagnostics(
            result.Loss.detach(),
            result.Terms,
            result.Active,
            sampleNorms.gt(NoGradient).sum(),
            GradNorm(modelParameters, embeddings.device),
            GradNorm(lossParameters, embeddings.device),
            linalg.vector_norm(sampleNorms)).Detach();
        optimizer.step();
        loss.AfterStep(batch);
        memory.Add(batch, samples);
        return diagnostics;
    }

    /// <summary>Frees the optimizer's state and the memory; model and loss stay the caller's.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        memory.Dispose();
    }

    private static Tensor GradNorm(IReadOnlyList<Parameter> parameters, Device device)
    {
        var norms = new List<Tensor>(parameters.Count);
        foreach (var parameter in parameters)
        {
            if (parameter.grad is { } gradient)
                norms.Add(linalg.vector_norm(gradient));
        }

        return norms.Count > 0 ? linalg.vector_norm(stack(norms)) : zeros(Array.Empty<long>(), device: device);
    }
}

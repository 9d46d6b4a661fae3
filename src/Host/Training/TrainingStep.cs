using MetricPlugins.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Forward, loss, backward, norms, optimizer, without waiting for the device.</summary>
internal sealed class TrainingStep : IDisposable
{
    /// <summary>A row of ∂loss/∂Z with a smaller norm counts as no gradient.</summary>
    private const double NoGradient = 1e-12;

    /// <summary>Steps on vectors with fewer multiplications run on one thread, since waking another takes longer than its share of the
    /// work. A convolution needs many more multiplications than it has parameters.</summary>
    private const long SmallStep = 1 << 22;

    private readonly EmbeddingModel model;
    private readonly MetricLoss loss;
    private readonly CrossBatchMemory memory;
    private readonly FlatAdam[] modelOptimizers;
    private readonly FlatAdam[] lossOptimizers;
    private readonly double gradientClip;

    /// <param name="model">The model to train; the caller keeps ownership.</param>
    /// <param name="loss">The loss to train with; the caller keeps ownership.</param>
    /// <param name="settings">The training settings.</param>
    /// <param name="memory">Earlier embeddings that batches are compared with; disposed with the step.</param>
    public TrainingStep(EmbeddingModel model, MetricLoss loss, TrainingSettings settings, CrossBatchMemory memory)
    {
        (this.model, this.loss, this.memory) = (model, loss, memory);
        gradientClip = settings.GradientClip;
        var frozen = new HashSet<object>(model.Backbone?.parameters() ?? [], ReferenceEqualityComparer.Instance);
        Parameter[] modelParameters = [.. model.parameters().Where(p => p.requires_grad && !frozen.Contains(p))];
        Parameter[] lossParameters = [.. loss.parameters().Where(p => p.requires_grad)];
        ParameterCount = modelParameters.Concat(lossParameters).Sum(p => p.numel());
        (modelOptimizers, lossOptimizers) = (Optimizers(modelParameters), Optimizers(lossParameters));

        FlatAdam[] Optimizers(Parameter[] parameters) =>
            [.. parameters.GroupBy(p => p.dtype).Select(alike => new FlatAdam([.. alike], settings.LearningRate, settings.WeightDecay))];
    }

    /// <summary>Number of trained parameters.</summary>
    public long ParameterCount { get; }

    /// <summary>One step on a batch of these samples. The caller disposes the diagnostics.</summary>
    public StepDiagnostics Run(Tensor features, Tensor labels, long[] samples)
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        var isSmall = threads > 1 && features.device_type == DeviceType.CPU && features.ndim == 2
            && features.shape[0] * (ParameterCount + (features.shape[0] + memory.Samples.Count) * model.EmbeddingSize) < SmallStep;
        if (isSmall)
            set_num_threads(1);
        try
        {
            return Carry(features, labels, samples);
        }
        finally
        {
            if (isSmall)
                set_num_threads(threads);
        }
    }

    private StepDiagnostics Carry(Tensor features, Tensor labels, long[] samples)
    {
        var embeddings = model.Embed(features);
        embeddings.retain_grad();
        var batch = memory.Beside(embeddings, labels, samples);
        var result = loss.Compute(batch);
        result.Loss.backward();

        using var _ = no_grad();
        var sampleNorms = linalg.vector_norm(
            embeddings.grad ?? throw new InvalidOperationException("The loss gives the embeddings of its batch no gradient; a loss must depend on them."), dims: [1]);
        var diagnostics = new StepDiagnostics(
            result.Loss.detach(),
            result.Terms,
            result.Active,
            sampleNorms.gt(NoGradient).sum(),
            GradNorm(modelOptimizers, embeddings.device),
            GradNorm(lossOptimizers, embeddings.device),
            linalg.vector_norm(sampleNorms)).Detach();
        if (gradientClip > 0)
            Clip(diagnostics.GradNormModel, diagnostics.GradNormLoss);
        foreach (var optimizer in modelOptimizers.Concat(lossOptimizers))
            optimizer.Step();
        loss.AfterStep(batch);
        memory.Add(batch, samples);
        return diagnostics;
    }

    /// <summary>Scales a gradient with a larger norm down to the clip norm, as torch.nn.utils.clip_grad_norm_ does.</summary>
    private void Clip(Tensor modelNorm, Tensor lossNorm)
    {
        const double guard = 1e-6;
        var factor = (gradientClip / (linalg.vector_norm(stack([modelNorm, lossNorm])) + guard)).clamp_max(1);
        foreach (var optimizer in modelOptimizers.Concat(lossOptimizers))
            optimizer.ScaleGradient(factor);
    }

    /// <summary>Frees the optimizers' state and the memory, but not model and loss.</summary>
    public void Dispose()
    {
        foreach (var optimizer in modelOptimizers.Concat(lossOptimizers))
            optimizer.Dispose();
        memory.Dispose();
    }

    private static Tensor GradNorm(FlatAdam[] optimizers, Device device) => optimizers switch
    {
        [] => zeros(Array.Empty<long>(), device: device),
        [var only] => only.GradientNorm(),
        _ => linalg.vector_norm(stack([.. optimizers.Select(optimizer => optimizer.GradientNorm())])),
    };
}

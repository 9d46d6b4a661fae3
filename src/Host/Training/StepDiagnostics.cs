using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>What one step tells, as scalar tensors that are still on the device.</summary>
internal readonly record struct StepDiagnostics(
    Tensor Loss, Tensor Terms, Tensor Active, Tensor ActiveSamples, Tensor GradNormModel, Tensor GradNormLoss, Tensor GradNormEmbedding)
{
    /// <summary>Takes all of them out of the current dispose scope; the caller disposes them.</summary>
    public StepDiagnostics Detach()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)[Loss, Terms, Active, ActiveSamples, GradNormModel, GradNormLoss, GradNormEmbedding])
            tensor.DetachFromDisposeScope();
        return this;
    }

    public void Dispose()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)[Loss, Terms, Active, ActiveSamples, GradNormModel, GradNormLoss, GradNormEmbedding])
            tensor.Dispose();
    }
}

using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class ResultRule() : BatchRule("result", "A loss gives a scalar of the embeddings' type that depends on them, and two int64 scalars, all on the batch's device.")
{
    private Device device = CPU;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Bare];

    protected override string What => $"{Batches.Count} batches, with and without terms";

    protected override Finding Try(Subject subject)
    {
        device = subject.Device;
        return base.Try(subject);
    }

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0, CPU);
        using var loss = probe.Create(batch.Dimensions, generator, device);
        var embeddings = tensor(batch.Rows.SelectMany(row => row).ToArray(), [batch.Size, batch.Dimensions], ScalarType.Float32).to(device).requires_grad_();
        var result = loss.Compute(new Batch(embeddings, tensor(batch.Labels).to(device)));
        var wrong = Wrong("Loss", result.Loss, ScalarType.Float32) ?? Wrong("Terms", result.Terms, ScalarType.Int64) ?? Wrong("Active", result.Active, ScalarType.Int64);
        if (wrong is not null)
            return wrong;
        if (!result.Loss.requires_grad)
            return "Loss is no part of the gradient's graph: backward() throws on it";
        result.Loss.backward();
        return embeddings.grad is null ? "the embeddings get no gradient: Loss does not depend on them" : null;
    }

    private string? Wrong(string what, Tensor result, ScalarType type) =>
        result.ndim != 0 || result.dtype != type ? $"{what} is a {type} scalar; got {result.dtype} [{string.Join(", ", result.shape)}]"
        : result.device_type != device.type ? $"{what} lives on the batch's device, {device}; got {result.device}"
        : null;
}

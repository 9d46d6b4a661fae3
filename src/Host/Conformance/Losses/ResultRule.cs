using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class ResultRule() : BatchRule(
    "result", "A step gives a scalar of the embeddings' type that depends on them, finite on a usual batch, and two int64 scalars, all on the batch's device.")
{
    private Device device = CPU;

    public override bool IsBasic => true;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Bare];

    protected override string What => $"Compute, backward and AfterStep on {Batches.Count} batches, with and without terms; float32 and float64";

    protected override Finding Try(Subject subject)
    {
        device = subject.Device;
        return base.Try(subject);
    }

    protected override string? Problem(LossProbe probe, SmallBatch batch) =>
        Problem(probe, batch, ScalarType.Float32) ?? Problem(probe, batch, ScalarType.Float64);

    private string? Problem(LossProbe probe, SmallBatch numbers, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0, CPU);
        using var loss = probe.Create(numbers.Dimensions, generator, device);
        loss.to(type);
        var leaf = tensor(numbers.Rows.SelectMany(row => row).ToArray(), [numbers.Size, numbers.Dimensions], type).to(device).requires_grad_();
        var batch = new Batch(leaf.clone(), tensor(numbers.Labels).to(device));

        var result = LossProbe.Compute(loss, batch);
        var wrong = Wrong("Loss", result.Loss, type) ?? Wrong("Terms", result.Terms, ScalarType.Int64) ?? Wrong("Active", result.Active, ScalarType.Int64);
        if (wrong is not null)
            return wrong;
        if (!result.Loss.requires_grad)
            return "Loss is no part of the gradient's graph: backward() throws on it";
        result.Loss.backward();
        if (leaf.grad is not { } gradient)
            return "the embeddings get no gradient: Loss does not depend on them";
        if (numbers.HasBothKinds && !result.Loss.isfinite().item<bool>())
            return $"Loss is {result.Loss.to(ScalarType.Float64).item<double>()} on a batch with pairs of both kinds";
        if (numbers.HasBothKinds && !gradient.isfinite().all().item<bool>())
            return "the gradient is not finite on a batch with pairs of both kinds";

        using var _ = no_grad();
        loss.AfterStep(batch);
        return null;
    }

    private string? Wrong(string what, Tensor result, ScalarType type) =>
        result.ndim != 0 || result.dtype != type ? $"{what} is to be a scalar of type {type}; got {result.dtype} [{string.Join(", ", result.shape)}]"
        : result.device_type != device.type ? $"{what} lives on the batch's device, {device}; got {result.device}"
        : null;
}

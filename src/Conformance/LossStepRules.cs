using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

internal sealed class MadeLossRule() : Rule("made", "It can be created with these options.")
{
    public override bool IsBasic => true;

    protected override Finding Try(Subject subject)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(0, CPU);
            using var loss = new LossProbe(subject).Create(4, generator, subject.Device);
            return Finding.Passed($"{LossProbe.Classes} classes, embeddings of 4 columns");
        }
        catch (InvalidInputException e) when (!subject.Options.AreDefault)
        {
            return Finding.Skipped($"it rejects these options: {e.Message}");
        }
    }
}

/// <remarks>Exceptions in a step are reported by the rule result.</remarks>
internal sealed class UntouchedBatchRule() : BatchRule(
    "untouched_batch", "A loss neither changes nor disposes the batch's tensors, which belong to the caller.")
{
    private Device device = CPU;

    public override bool IsBasic => true;

    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Usual;

    protected override string What => $"{Batches.Count} batches, compared before and after Compute and AfterStep";

    protected override Finding Try(Subject subject)
    {
        device = subject.Device;
        return base.Try(subject);
    }

    protected override string? Problem(LossProbe probe, SmallBatch numbers)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0, CPU);
        using var loss = probe.Create(numbers.Dimensions, generator, device);
        var embeddings = tensor(numbers.Rows.SelectMany(row => row).ToArray(), [numbers.Size, numbers.Dimensions], ScalarType.Float32)
            .to(device).requires_grad_().clone();
        var labels = tensor(numbers.Labels).to(device);
        var batch = new Batch(embeddings, labels, embeddings.clone(), labels.clone());
        (string Name, Tensor Given, Tensor Before)[] tensors =
        [
            .. new[] { ("Embeddings", batch.Embeddings), ("Labels", batch.Labels),
                ("References", batch.References), ("ReferenceLabels", batch.ReferenceLabels) }
                .Select(given => (given.Item1, given.Item2, given.Item2.detach().clone())),
        ];

        try
        {
            loss.Compute(batch);
            using var _ = no_grad();
            loss.AfterStep(batch);
        }
        catch (Exception)
        {
        }

        return tensors.Select(t => Problem(t.Given, t.Before) is { } problem ? $"{t.Name} is {problem}" : null)
            .OfType<string>().FirstOrDefault();
    }

    private static string? Problem(Tensor given, Tensor before)
    {
        try
        {
            return given.shape.SequenceEqual(before.shape) && given.detach().eq(before).all().item<bool>() ? null : "changed";
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            return "disposed";
        }
    }
}

internal sealed class ResultRule() : BatchRule(
    "result",
    "A step returns a loss, a scalar of the embeddings' type that depends on them and is finite on a usual batch, and two "
    + "int64 scalars, all on the batch's device.")
{
    private Device device = CPU;

    public override bool IsBasic => true;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Bare];

    protected override string What =>
        $"Compute, backward and AfterStep on {Batches.Count} batches, with and without terms; float32 and float64";

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
        var leaf =
            tensor(numbers.Rows.SelectMany(row => row).ToArray(), [numbers.Size, numbers.Dimensions], type).to(device).requires_grad_();
        var batch = new Batch(leaf.clone(), tensor(numbers.Labels).to(device));

        var result = LossProbe.Compute(loss, batch);
        var wrong = Wrong("Loss", result.Loss, type) ?? Wrong("Terms", result.Terms, ScalarType.Int64)
            ?? Wrong("Active", result.Active, ScalarType.Int64);
        if (wrong is not null)
            return wrong;
        if (!result.Loss.requires_grad)
            return "Loss is not part of the gradient graph: backward() throws";
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
        result.ndim != 0 || result.dtype != type
            ? $"{what} must be a scalar of type {type}; got {result.dtype} [{string.Join(", ", result.shape)}]"
        : result.device_type != device.type ? $"{what} must be on the batch's device, {device}; got {result.device}"
        : null;
}

internal sealed class LossSeedRule() : BatchRule(
    "seed", "The same seed gives the same values: every random draw uses the generator in LossContext.")
{
    private static readonly long[] OtherStates = [1, 2, 3];

    public override bool IsBasic => true;

    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Usual;

    protected override string What =>
        $"{Batches.Count} batches, repeated with one seed and {OtherStates.Length + 1} states of the default generator";

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var here = probe.Compute(batch);
        return here.DrewElsewhere
            ? "it draws from the default generator or seeds it: draw from the generator in LossContext"
            : OtherStates.Select(state => here.DifferenceTo(probe.Compute(batch, ambient: state), 1e-12)).OfType<string>().FirstOrDefault();
    }
}

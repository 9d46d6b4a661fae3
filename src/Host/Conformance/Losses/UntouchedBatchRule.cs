using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>What a step throws is the result's rule to tell.</remarks>
internal sealed class UntouchedBatchRule() : BatchRule("untouched_batch", "The batch's tensors are the caller's: a loss changes and disposes none.")
{
    private Device device = CPU;

    public override bool IsBasic => true;

    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Usual;

    protected override string What => $"{Batches.Count} batches, looked at before and after Compute and AfterStep";

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
        var embeddings = tensor(numbers.Rows.SelectMany(row => row).ToArray(), [numbers.Size, numbers.Dimensions], ScalarType.Float32).to(device).requires_grad_().clone();
        var labels = tensor(numbers.Labels).to(device);
        var batch = new Batch(embeddings, labels, embeddings.clone(), labels.clone());
        (string Name, Tensor Given, Tensor Before)[] tensors =
        [
            .. new[] { ("Embeddings", batch.Embeddings), ("Labels", batch.Labels), ("References", batch.References), ("ReferenceLabels", batch.ReferenceLabels) }
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

        return tensors.Select(t => Problem(t.Given, t.Before) is { } problem ? $"{t.Name} is {problem}" : null).OfType<string>().FirstOrDefault();
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

using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class UntouchedBatchRule() : Rule("untouched_batch", "The batch's tensors are the caller's: a loss changes and disposes none.")
{
    protected override Finding Try(Subject subject)
    {
        const string tried = "one batch, looked at before and after Compute and AfterStep";
        using var scope = NewDisposeScope();
        using var generator = new Generator(0, CPU);
        var numbers = SmallBatch.Random(4, [0, 0, 0, 1, 1, 2, -1, -1]);
        using var loss = new LossProbe(subject).Create(numbers.Dimensions, generator, subject.Device);
        var embeddings = tensor(numbers.Rows.SelectMany(row => row).ToArray(), [numbers.Size, numbers.Dimensions], ScalarType.Float32).to(subject.Device).requires_grad_().clone();
        var labels = tensor(numbers.Labels).to(subject.Device).clone();
        var batch = new Batch(embeddings, labels, embeddings.clone(), labels.clone());
        (string Name, Tensor Given, Tensor Before)[] tensors =
        [
            .. new[] { ("Embeddings", batch.Embeddings), ("Labels", batch.Labels), ("References", batch.References), ("ReferenceLabels", batch.ReferenceLabels) }
                .Select(given => (given.Item1, given.Item2, given.Item2.detach().clone())),
        ];

        var result = loss.Compute(batch);
        if (result.Loss.requires_grad)
            result.Loss.sum().backward();
        using (no_grad())
            loss.AfterStep(batch);

        foreach (var (name, given, before) in tensors)
        {
            if (Problem(given, before) is { } problem)
                return Finding.Failed(tried, $"{name} is {problem}");
        }

        return Finding.Passed(tried);
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

using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Embeddings of the samples trained on last, each as it was in its last batch, for the next batch to be compared with.</summary>
/// <remarks>Wang, Zhang, Huang and Scott, "Cross-batch memory for embedding learning" (CVPR 2020). Which samples it holds is known without a
/// look at the device, so no step waits for it.</remarks>
/// <param name="capacity">The most samples it holds; those that joined first leave first. 0: it stays empty.</param>
internal sealed class CrossBatchMemory(int capacity) : IDisposable
{
    private long[] samples = [];
    private Tensor? embeddings;
    private Tensor? labels;

    /// <summary>The samples in it, oldest first.</summary>
    public IReadOnlyList<long> Samples => samples;

    /// <summary>A batch beside all that is remembered but the batch's own samples, which leave: no sample is compared with an earlier
    /// state of itself.</summary>
    /// <param name="batchEmbeddings">[B, D], part of the gradient's graph; what is remembered is not.</param>
    /// <param name="batchLabels">[B].</param>
    /// <param name="batchSamples">Which samples these are, each once.</param>
    public Batch Beside(Tensor batchEmbeddings, Tensor batchLabels, long[] batchSamples)
    {
        Forget(batchSamples);
        return samples.Length == 0
            ? new Batch(batchEmbeddings, batchLabels)
            : new Batch(batchEmbeddings, batchLabels, cat([batchEmbeddings, embeddings!]), cat([batchLabels, labels!]));
    }

    /// <summary>Takes in a batch that <see cref="Beside"/> saw.</summary>
    public void Add(Batch batch, long[] batchSamples)
    {
        if (capacity == 0)
            return;
        var joining = Math.Min(capacity, batchSamples.Length);
        var staying = Math.Min(capacity - joining, samples.Length);
        Tensor Rows(Tensor? held, Tensor fresh) =>
            cat([.. held is null ? Array.Empty<Tensor>() : [Last(held, staying)], Last(fresh.detach(), joining)]);
        Replace([.. samples[^staying..], .. batchSamples[^joining..]], Rows(embeddings, batch.Embeddings), Rows(labels, batch.Labels));
    }

    public void Dispose()
    {
        embeddings?.Dispose();
        labels?.Dispose();
    }

    private void Forget(long[] leaving)
    {
        if (samples.Length == 0)
            return;
        var left = leaving.ToHashSet();
        long[] staying = [.. Enumerable.Range(0, samples.Length).Where(i => !left.Contains(samples[i])).Select(i => (long)i)];
        if (staying.Length == samples.Length)
            return;

        // A plain copy to a device waits until the device has done all that came before.
        var rows = tensor(staying).to(embeddings!.device, non_blocking: true);
        Replace([.. staying.Select(i => samples[i])], embeddings.index_select(0, rows), labels!.index_select(0, rows));
    }

    private void Replace(long[] newSamples, Tensor newEmbeddings, Tensor newLabels)
    {
        Dispose();
        (samples, embeddings, labels) = (newSamples, newEmbeddings.DetachFromDisposeScope(), newLabels.DetachFromDisposeScope());
    }

    private static Tensor Last(Tensor rows, int count) => rows.narrow(0, rows.shape[0] - count, count);
}

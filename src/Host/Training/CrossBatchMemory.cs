using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>The latest embeddings of recently trained samples, which the next batch is compared with.</summary>
/// <remarks>Wang, Zhang, Huang and Scott, "Cross-batch memory for embedding learning" (CVPR 2020). The samples in it are tracked on
/// the CPU, so no step waits for the device.</remarks>
/// <param name="capacity">Maximum number of samples; the oldest leave first. 0 keeps the memory empty.</param>
internal sealed class CrossBatchMemory(int capacity) : IDisposable
{
    private long[] samples = [];
    private Tensor? embeddings;
    private Tensor? labels;

    /// <summary>The samples in it, oldest first.</summary>
    public IReadOnlyList<long> Samples => samples;

    /// <summary>A batch together with the stored embeddings. Stored embeddings of the batch's own samples are removed, so that no sample
    /// is compared with an earlier version of itself.</summary>
    /// <param name="batchEmbeddings">[B, D], with gradient; stored embeddings have none.</param>
    /// <param name="batchLabels">[B].</param>
    /// <param name="batchSamples">The distinct samples of the batch.</param>
    public Batch Beside(Tensor batchEmbeddings, Tensor batchLabels, long[] batchSamples)
    {
        Forget(batchSamples);
        return samples.Length == 0
            ? new Batch(batchEmbeddings, batchLabels)
            : new Batch(batchEmbeddings, batchLabels, cat([batchEmbeddings, embeddings!]), cat([batchLabels, labels!]));
    }

    /// <summary>Stores a batch that was passed to <see cref="Beside"/>.</summary>
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

        // A plain copy to a device would wait for all its queued work.
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

using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>Measures the test split's geometry after some of the epochs, the last one always. Training goes on as if it had not
/// been there.</summary>
internal sealed class EpochProbe(TrainingSettings settings, EmbeddingModel model, TrainingSplit test)
{
    private readonly Dictionary<int, (double? RecallAt1, Distances Intra, Distances Inter)> measured = [];

    /// <summary>An epoch's row with what was measured after it.</summary>
    public EpochRow With(EpochRow row) =>
        measured.TryGetValue(row.Epoch, out var found) ? row.With(found.RecallAt1, found.Intra, found.Inter) : row;

    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public void After(int epoch, CancellationToken cancellation)
    {
        if (settings.VarianceEvery == 0 || ((epoch + 1) % settings.VarianceEvery != 0 && epoch + 1 != settings.Epochs))
            return;

        model.eval();
        var embeddings = test.Embed("test", test.All, model, cancellation);
        model.train();

        var rows = new LabelledRows(embeddings.Labels, embeddings.Embeddings, embeddings.EmbeddingSize);
        var geometry = Variance.Measure(rows);
        measured[epoch] = (Retrieval.RecallAt([1], rows)[0], geometry.Intra.Mean, geometry.Inter.Mean);
    }
}

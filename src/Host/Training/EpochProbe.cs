using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>Measures the test split's geometry after some of the epochs, the last one always. Training goes on as if it had not
/// been there.</summary>
internal sealed class EpochProbe(TrainingSettings settings, EmbeddingModel model, TrainingSplit test)
{
    private readonly List<EpochGeometry> measured = [];

    public IReadOnlyList<EpochGeometry> Measured => measured;

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
        var (intra, inter) = (geometry.Intra.Mean, geometry.Inter.Mean);
        measured.Add(new EpochGeometry(
            epoch, Retrieval.RecallAt([1], rows)[0], intra.Sq, intra.Euclid, intra.Cos, inter.Sq, inter.Euclid, inter.Cos));
    }
}

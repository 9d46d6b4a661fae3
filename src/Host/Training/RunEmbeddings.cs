using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>What a trained model makes of every split.</summary>
internal sealed record RunEmbeddings(SplitEmbeddings Train, SplitEmbeddings Validation, SplitEmbeddings Test)
{
    /// <exception cref="OperationCanceledException">Cancelled before they were all there.</exception>
    public static RunEmbeddings Of(EmbeddingModel model, TrainingSplit train, Holdout holdout, TrainingSplit test, CancellationToken cancellation)
    {
        model.eval();
        var embeddings = new RunEmbeddings(
            train.Embed("train", holdout.Training, model, cancellation),
            train.Embed("validation", holdout.Validation, model, cancellation),
            test.Embed("test", test.All, model, cancellation));
        foreach (var split in (SplitEmbeddings[])[embeddings.Train, embeddings.Validation, embeddings.Test])
        {
            if (Array.FindIndex(split.Embeddings, value => !float.IsFinite(value)) is >= 0 and var at)
                throw new NonFiniteException($"The trained model gives {split.Embeddings[at]} in the embedding of sample {split.Indices[at / split.EmbeddingSize]} of the {split.Split} split. Its steps are kept.");
        }

        return embeddings;
    }
}

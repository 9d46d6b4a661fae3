using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>What a trained model makes of every split.</summary>
internal sealed record RunEmbeddings(SplitEmbeddings Train, SplitEmbeddings Validation, SplitEmbeddings Test)
{
    /// <exception cref="OperationCanceledException">Cancelled before they were all there.</exception>
    public static RunEmbeddings Of(EmbeddingModel model, TrainingSplit train, Holdout holdout, TrainingSplit test, CancellationToken cancellation)
    {
        model.eval();
        return new RunEmbeddings(
            train.Embed("train", holdout.Training, model, cancellation),
            train.Embed("validation", holdout.Validation, model, cancellation),
            test.Embed("test", test.All, model, cancellation));
    }
}

namespace MetricPlugins;

/// <summary>A loss that compares the samples of a batch with the batch's references rather than with its own parameters.</summary>
/// <remarks>A derived class promises that <see cref="MetricLoss.Compute"/> takes all positives and negatives from <see cref="Batch.References"/>
/// and all anchors from the batch. The host adds an option <c>memory</c>, samples of earlier batches as references, so the loss must not
/// declare an option of that name.</remarks>
public abstract class PairLoss : MetricLoss;

namespace MetricPlugins;

/// <summary>A loss that compares every sample of a batch with the batch's references, rather than with parameters of its own.</summary>
/// <remarks>Deriving from it is a promise: <see cref="MetricLoss.Compute"/> takes positives and negatives from <see cref="Batch.References"/>
/// wherever it takes them from the batch, and anchors from the batch alone. The host then offers a <c>memory</c> of earlier batches as one of
/// the loss's options, and the loss has none of that name itself.</remarks>
public abstract class PairLoss : MetricLoss;

namespace MetricPlugins;

/// <summary>A network from samples to unit embeddings: a frozen backbone, which may be absent, and a trained head.</summary>
/// <remarks>The base constructor registers modules, parameters and buffers made in field initialisers. Those assigned in a
/// constructor's body it cannot see: register them there, by <c>register_module</c> and its like.</remarks>
public abstract class EmbeddingModel : Module
{
    /// <summary>Registers what the field initialisers made.</summary>
    protected EmbeddingModel() : base(nameof(EmbeddingModel)) => RegisterComponents();

    /// <summary>D, columns of an embedding.</summary>
    public abstract int EmbeddingSize { get; }

    /// <summary>The frozen part, from inputs to features, computed once for a dataset and never trained; null when the head
    /// reads the inputs themselves.</summary>
    public virtual Module<Tensor, Tensor>? Backbone => null;

    /// <summary>All that decides the backbone's features besides its parameters and buffers: options, the layer they are taken from. Stored
    /// features are used again where this, the weights and the data are the same. Null: every option of the model counts.</summary>
    public virtual string? BackboneSettings => null;

    /// <summary>The images that the model reads, which the host makes of those a dataset has; null when it reads images as they are,
    /// all of one size.</summary>
    public virtual ImageInput? ImageInput => null;

    /// <summary>Unit embeddings [N, D] of features [N, …]: the backbone's output, or float32 inputs (images scaled to 0…1)
    /// when there is no backbone.</summary>
    public Tensor Embed(Tensor features) => functional.normalize(Head(features));

    /// <summary>The trained part: [N, D] outputs, not yet normalised.</summary>
    /// <param name="features">[N, …], as <see cref="Embed"/> takes them.</param>
    protected abstract Tensor Head(Tensor features);
}

namespace MetricPlugins;

/// <summary>A network that maps samples to unit embeddings: an optional frozen backbone and a trained head.</summary>
/// <remarks>The base constructor registers modules, parameters and buffers created in field initialisers. It cannot see those
/// assigned in a constructor's body: register them there, with <c>register_module</c>, <c>register_parameter</c> or <c>register_buffer</c>.</remarks>
public abstract class EmbeddingModel : Module
{
    /// <summary>Registers the modules, parameters and buffers of the field initialisers.</summary>
    protected EmbeddingModel() : base(nameof(EmbeddingModel)) => RegisterComponents();

    /// <summary>D, the number of columns of an embedding.</summary>
    public abstract int EmbeddingSize { get; }

    /// <summary>The frozen part, which maps inputs to features. It is computed once per dataset and never trained. Null if the head
    /// reads the inputs directly.</summary>
    public virtual Module<Tensor, Tensor>? Backbone => null;

    /// <summary>Everything besides parameters and buffers that determines the backbone's features, such as options or the layer they are taken from.
    /// Stored features are reused if this string, the weights and the data are the same. Null: all options of the model count.</summary>
    public virtual string? BackboneSettings => null;

    /// <summary>The image format that the model reads; the host converts a dataset's images to it. Null if the model reads images unchanged,
    /// all of one size.</summary>
    public virtual ImageInput? ImageInput => null;

    /// <summary>Maps features [N, …] to unit embeddings [N, D]. Features are the backbone's output, or without a backbone the
    /// float32 inputs (images scaled to 0…1).</summary>
    public Tensor Embed(Tensor features) => functional.normalize(Head(features));

    /// <summary>The trained part; returns [N, D] outputs, not yet normalised.</summary>
    /// <param name="features">[N, …], as in <see cref="Embed"/>.</param>
    protected abstract Tensor Head(Tensor features);
}

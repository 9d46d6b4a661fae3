using System.ComponentModel.DataAnnotations;
using MetricPlugins;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>A linear layer on flattened inputs, after dropout.</summary>
/// <param name="options">Settings.</param>
/// <param name="context">Provides the input size.</param>
[Plugin("new-model", Summary = "A linear layer on flattened inputs, after dropout.")]
public sealed class NewModel(NewModel.Options options, ModelContext context) : EmbeddingModel
{
    private readonly Dropout dropout = Dropout(options.Dropout);
    private readonly Linear linear = Linear(context.InputShape.Aggregate((a, b) => a * b), options.EmbeddingSize);

    /// <summary>Settings of <see cref="NewModel"/>.</summary>
    /// <param name="EmbeddingSize">D.</param>
    /// <param name="Dropout">Share of the inputs that a training step zeroes.</param>
    public sealed record Options([Range(1, 65536)] int EmbeddingSize = 32, [Range(0.0, 0.9)] double Dropout = 0.1);

    /// <inheritdoc/>
    public override int EmbeddingSize { get; } = options.EmbeddingSize;

    /// <inheritdoc/>
    protected override Tensor Head(Tensor features) => linear.call(dropout.call(features.flatten(1)));
}

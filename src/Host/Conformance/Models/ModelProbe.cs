using MetricPlugins.Host.Plugins;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

/// <summary>A model on a few random samples of a shape that it takes.</summary>
internal sealed class ModelProbe(Subject subject)
{
    public const int Samples = 6;

    private const int Classes = 10;
    private static readonly long[][] Shapes = [[128], [1, 28, 28], [3, 32, 32], [3, 64, 64], [3, 224, 224]];

    private long[]? shape;

    /// <summary>Of one sample: the first of some usual ones that the model does not refuse.</summary>
    /// <exception cref="InvalidInputException">It refuses all of them.</exception>
    public IReadOnlyList<long> Shape => shape ??= FindShape();

    /// <summary>A new model on the device, in training; the same one for the same seed.</summary>
    public EmbeddingModel Create(long seed = 0) => Create([.. Shape], seed);

    /// <summary>Random features that the head reads; what belongs to them alone is the caller's scope's.</summary>
    public Tensor Features(EmbeddingModel model)
    {
        using var frozen = no_grad();
        using var generator = new Generator(1, CPU);
        var inputs = rand([Samples, .. Shape], generator: generator).to(subject.Device);
        if (model.Backbone is not { } backbone)
            return inputs;
        backbone.eval();
        return backbone.call(inputs).detach();
    }

    /// <summary>What differs between two results, which should be the same; null where nothing does.</summary>
    public static string? Difference(Tensor a, Tensor b, double tolerance = 0) =>
        !a.shape.SequenceEqual(b.shape) ? $"[{string.Join(", ", a.shape)}] and [{string.Join(", ", b.shape)}]"
        : (a - b).abs().max().item<float>() is var difference && !(difference <= tolerance) ? $"up to {difference:G3} apart"
        : null;

    private EmbeddingModel Create(long[] sample, long seed)
    {
        manual_seed(seed);
        var model = (EmbeddingModel)subject.Construct(new ModelContext(sample, Classes));
        model.to(subject.Device);
        model.train();
        return model;
    }

    private long[] FindShape()
    {
        var refusals = new List<string>();
        foreach (var candidate in Shapes)
        {
            try
            {
                using var scope = NewDisposeScope();
                Create(candidate, 0).Dispose();
                return candidate;
            }
            catch (InvalidInputException e)
            {
                refusals.Add(e.Message);
            }
            catch (Exception e)
            {
                throw new BrokenRuleException($"{PluginFault.Throws(e, "its constructor")}; a shape that it is not for is an InvalidInputException; this one is [{string.Join(", ", candidate)}]");
            }
        }

        throw new InvalidInputException($"it takes samples of none of the shapes tried: {string.Join(' ', refusals.Distinct())}");
    }
}

using MetricPlugins.Conformance.Plugins;
using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

/// <summary>Creates a model and random samples of a shape that it accepts.</summary>
internal sealed class ModelProbe(Subject subject)
{
    public const int Samples = 6;

    private const int Classes = 10;
    private static readonly long[][] Shapes = [[128], [1, 28, 28], [3, 32, 32], [3, 64, 64], [3, 224, 224]];

    private long[]? shape;

    /// <summary>Shape of one sample: the first of several usual ones that the model accepts.</summary>
    /// <exception cref="InvalidInputException">It rejects all of them.</exception>
    public IReadOnlyList<long> Shape => shape ??= FindShape();

    /// <summary>Creates the model on the device, in training mode; identical for the same seed.</summary>
    public EmbeddingModel Create(long seed = 0) => Create([.. Shape], seed);

    /// <summary>Random features [N, …] for the head; the caller's dispose scope frees intermediate tensors.</summary>
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

    /// <summary>How two results that should be equal differ; null if they do not.</summary>
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
                throw new BrokenRuleException(
                    $"{PluginFault.Throws(e, "its constructor")}; for an unsupported shape it must throw InvalidInputException; "
                    + $"this shape is [{string.Join(", ", candidate)}]");
            }
        }

        throw new InvalidInputException($"it accepts none of the shapes tried: {string.Join(' ', refusals.Distinct())}");
    }
}

/// <summary>A rule about a model's embeddings.</summary>
internal abstract class ModelRule(string name, string demand) : Rule(name, demand)
{
    protected override Finding Try(Subject subject)
    {
        var probe = new ModelProbe(subject);
        using var scope = NewDisposeScope();
        using var model = probe.Create();
        var problem = Problem(probe, model, probe.Features(model), out var place);
        var tried = $"{Tried}, {ModelProbe.Samples} random samples [{string.Join(", ", probe.Shape)}]";
        return problem is null ? Finding.Passed(tried) : Finding.Failed(tried, problem, place);
    }

    /// <summary>Description of the test.</summary>
    protected abstract string Tried { get; }

    /// <summary>How the model breaks the rule; null if it does not.</summary>
    /// <param name="probe">Creates other models.</param>
    /// <param name="model">The model, just created, in training mode.</param>
    /// <param name="features">Input of its head.</param>
    /// <param name="place">The sample or parameter with the problem, if any.</param>
    protected abstract string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place);
}

internal sealed class MadeModelRule() : Rule("made", "It can be created with these options, for samples of a usual shape.")
{
    public override bool IsBasic => true;

    protected override Finding Try(Subject subject)
    {
        try
        {
            return Finding.Passed($"samples [{string.Join(", ", new ModelProbe(subject).Shape)}]");
        }
        catch (InvalidInputException e)
        {
            return Finding.Skipped(e.Message);
        }
    }
}

internal sealed class OutputRule() : ModelRule("output", "Embeddings of B samples are [B, EmbeddingSize], finite floating-point numbers.")
{
    public override bool IsBasic => true;

    protected override string Tried => "in training";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        var output = model.Embed(features);
        return !output.shape.SequenceEqual([ModelProbe.Samples, model.EmbeddingSize])
                ? $"embeddings must be [{ModelProbe.Samples}, {model.EmbeddingSize}], by EmbeddingSize; "
                    + $"got [{string.Join(", ", output.shape)}]"
            : output.dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64)
                ? $"embeddings must be floating-point; got {output.dtype}"
            : output.isfinite().all().item<bool>() ? null : "an embedding is NaN or infinite";
    }
}

internal sealed class ModelSeedRule() : ModelRule("seed", "The same seed creates the same model.")
{
    public override bool IsBasic => true;

    protected override string Tried => "two models of one seed, in evaluation";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        using var _ = no_grad();
        using var other = probe.Create();
        model.eval();
        other.eval();
        return ModelProbe.Difference(model.Embed(features), other.Embed(probe.Features(other))) is { } difference
            ? $"embeddings are {difference}" : null;
    }
}

internal sealed class UnitRowsRule() : ModelRule("unit_rows", "Every embedding has length 1: the head returns no row of zeros.")
{
    private const double Tolerance = 1e-5;

    protected override string Tried => "in training";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        var norms = model.Embed(features).to(ScalarType.Float64).norm(1).cpu();
        for (var row = 0; row < norms.shape[0]; row++)
        {
            var norm = norms[row].item<double>();
            if (Math.Abs(norm - 1) <= Tolerance || double.IsNaN(norm))
                continue;
            place = $"sample {row}";
            return $"its embedding has length {norm:G6}";
        }

        place = null;
        return null;
    }
}

/// <remarks>Training may differ: dropout and batch normalisation do so by design.</remarks>
internal sealed class EvaluationRule() : ModelRule(
    "evaluation", "In evaluation mode a sample's embedding is the same at every call, alone or in a batch.")
{
    /// <summary>Tolerance: matrix products of other sizes round differently.</summary>
    private const double Tolerance = 1e-4;

    protected override string Tried => "all together twice, and each alone";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        using var _ = no_grad();
        model.eval();
        var together = model.Embed(features);
        if (ModelProbe.Difference(together, model.Embed(features), Tolerance) is { } change)
            return $"embeddings of two calls are {change}";
        for (var row = 0; row < ModelProbe.Samples; row++)
        {
            place = $"sample {row}";
            try
            {
                if (ModelProbe.Difference(model.Embed(features.narrow(0, row, 1)), together.narrow(0, row, 1), Tolerance) is { } difference)
                    return $"its embeddings alone and in a batch are {difference}";
            }
            catch (Exception e)
            {
                return Thrown(e);
            }
        }

        place = null;
        return null;
    }
}

internal sealed class TrainedRule() : ModelRule("trained", "There are trained parameters, and the gradient reaches each of them.")
{
    protected override string Tried => "one backward pass";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        var frozen = new HashSet<object>(model.Backbone?.parameters() ?? [], ReferenceEqualityComparer.Instance);
        var trained = model.named_parameters().Where(p => p.parameter.requires_grad && !frozen.Contains(p.parameter)).ToList();
        if (trained.Count == 0)
            return "it has no parameter to train: register those assigned in a constructor's body there";

        var output = model.Embed(features);
        using var generator = new Generator(2, CPU);
        output.mul(randn(output.shape, generator: generator).to(output.device)).sum().backward();
        foreach (var (name, parameter) in trained)
        {
            if (parameter.grad is { } gradient && gradient.ne(0).any().item<bool>())
                continue;
            place = name;
            return $"the gradient {(parameter.grad is null ? "does not reach it" : "is 0 everywhere in it")}";
        }

        return null;
    }
}

internal sealed class RoundTripRule() : ModelRule("round_trip", "A model saved and loaded into a new instance gives the same embeddings.")
{
    protected override string Tried => "saved and loaded into a model of another seed";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        using var _ = no_grad();
        using var file = new MemoryStream();
        model.save(file);
        using var stored = new MemoryStream(file.ToArray());
        using var other = probe.Create(seed: 1);
        other.load(stored);
        model.eval();
        other.eval();

        // On features of its own backbone, which is saved too.
        return ModelProbe.Difference(model.Embed(features), other.Embed(probe.Features(other))) is { } difference
            ? $"embeddings are {difference}: something is neither a registered parameter nor a buffer"
            : null;
    }
}

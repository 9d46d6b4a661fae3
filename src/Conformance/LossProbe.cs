using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

/// <summary>Evaluates a loss on its first step. A new instance is created from the same seed for each batch, so that its result depends
/// only on the batch.</summary>
internal sealed class LossProbe(Subject subject)
{
    /// <summary>Number of classes in the loss's context.</summary>
    public const int Classes = 10;

    private const ulong Seed = 7;

    /// <summary>Computes value, counts and gradient.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="type">Type of the embeddings and of the loss's parameters.</param>
    /// <param name="nudge">A change of one coordinate before the step, if any.</param>
    /// <param name="copied">True if the references are a copy of the batch instead of the batch itself.</param>
    /// <param name="device">The device; by default the subject's.</param>
    /// <param name="ambient">Seed of the default generator, which a loss must not use after its creation.</param>
    public LossOutcome Compute(
        SmallBatch batch, ScalarType type = ScalarType.Float64, Nudge? nudge = null, bool copied = false,
        Device? device = null, long ambient = 0)
    {
        using var scope = NewDisposeScope();
        device ??= subject.Device;
        using var generator = new Generator(Seed, CPU);
        using var loss = Create(batch.Dimensions, generator, device);
        loss.to(type);
        var parameters = loss.parameters().Where(p => p.requires_grad).ToList();

        var own = batch.Size * batch.Dimensions;
        var coordinates = batch.Rows.SelectMany(row => row).ToArray();
        if (nudge is { } step && step.Coordinate < own)
            coordinates[step.Coordinate] += step.By;
        else if (nudge is { } stepOfLoss)
            Move(parameters, stepOfLoss.Coordinate - own, stepOfLoss.By);

        var rows = tensor(coordinates, [batch.Rows.Length, batch.Dimensions], type).to(device);
        var leaf = rows.narrow(0, 0, batch.Size).clone().requires_grad_();

        // Like a model's output, embeddings are not leaves of the graph.
        var embeddings = leaf.clone();
        var labels = tensor(batch.Labels).to(device);
        var ownLabels = labels.narrow(0, 0, batch.Size).clone();
        var references = cat([embeddings, rows.narrow(0, batch.Size, batch.Remembered)]);
        using var shared = manual_seed(ambient);
        var before = (Own: State(generator), Shared: State(shared));

        var result = Compute(loss, copied || batch.Remembered > 0
            ? new Batch(embeddings, ownLabels, references, labels)
            : new Batch(embeddings, ownLabels));
        if (result.Loss.requires_grad)
            result.Loss.sum().backward();
        var (drewHere, drewElsewhere) =
            (!before.Own.AsSpan().SequenceEqual(State(generator)), !before.Shared.AsSpan().SequenceEqual(State(shared)));
        return new LossOutcome(
            result.Loss.sum().to(ScalarType.Float64).item<double>(), Count(result.Terms), Count(result.Active),
            [.. parameters.Prepend(leaf).SelectMany(Gradient)], drewHere || drewElsewhere, drewElsewhere);
    }

    /// <summary>Trains the loss on float32 random unit rows of 10 classes: forward, backward and <see cref="MetricLoss.AfterStep"/>,
    /// <paramref name="calls"/> times.</summary>
    public void Train(int size, int dimensions, int calls, Action<int> afterCall)
    {
        using var generator = new Generator(Seed, CPU);
        using var loss = Create(dimensions, generator, subject.Device);
        Train(loss, size, dimensions, calls, afterCall);
    }

    /// <summary>Trains another loss on the same data.</summary>
    public void Train(MetricLoss loss, int size, int dimensions, int calls, Action<int> afterCall)
    {
        using var scope = NewDisposeScope();
        using var numbers = new Generator(Seed, CPU);
        var rows = nn.functional.normalize(randn(size, dimensions, generator: numbers)).to(subject.Device);
        var labels = (arange(size, dtype: ScalarType.Int64) % Classes).to(subject.Device);
        for (var call = 0; call < calls; call++)
        {
            using (NewDisposeScope())
            {
                // Like a model's output, embeddings are not leaves of the graph.
                var batch = new Batch(rows.clone().requires_grad_().clone(), labels.clone());
                loss.zero_grad();
                var result = Compute(loss, batch);
                if (result.Loss.requires_grad)
                    result.Loss.sum().backward();
                using var _ = no_grad();
                loss.AfterStep(batch);

                // Reading a value waits until the device has finished.
                result.Loss.sum().to(ScalarType.Float64).item<double>();
            }

            afterCall(call);
        }
    }

    /// <summary>Computes a loss.</summary>
    /// <exception cref="BrokenRuleException">The result or a part of it is null.</exception>
    public static LossResult Compute(MetricLoss loss, Batch batch) => loss.Compute(batch) switch
    {
        null => throw new BrokenRuleException("Compute returns null"),
        { Loss: null } or { Terms: null } or { Active: null } => throw new BrokenRuleException("Loss, Terms or Active is null"),
        var result => result,
    };

    /// <summary>Creates the loss on the device, in training mode; identical at every call.</summary>
    public MetricLoss Create(int dimensions, Generator generator, Device device)
    {
        manual_seed((long)Seed);
        var loss = (MetricLoss)subject.Construct(new LossContext(Classes, dimensions, device, generator));
        loss.to(device);
        loss.train();
        return loss;
    }

    private static void Move(IEnumerable<Tensor> parameters, int coordinate, double by)
    {
        using var _ = no_grad();
        foreach (var parameter in parameters)
        {
            if (coordinate < parameter.numel())
            {
                parameter.flatten()[coordinate].add_(by);
                return;
            }

            coordinate -= (int)parameter.numel();
        }
    }

    private static double[] Gradient(Tensor leaf)
    {
        using var values = (leaf.grad ?? leaf.zeros_like()).detach().to(ScalarType.Float64).cpu().contiguous().data<double>();
        return values.ToArray();
    }

    private static long Count(Tensor count) => count.sum().to(ScalarType.Int64).item<long>();

    private static byte[] State(Generator generator)
    {
        using var state = generator.get_state();
        using var values = state.data<byte>();
        return values.ToArray();
    }
}

/// <summary>The result of a loss on one batch, as plain numbers.</summary>
/// <param name="Value">The loss value.</param>
/// <param name="Terms">Number of terms.</param>
/// <param name="Active">Number of active terms.</param>
/// <param name="Gradient">Gradient of the value with respect to each coordinate of the batch, row by row, then the loss's own parameters.</param>
/// <param name="Drew">True if the loss drew random numbers.</param>
/// <param name="DrewElsewhere">True if it drew from the default generator, or seeded it.</param>
internal sealed record LossOutcome(double Value, long Terms, long Active, double[] Gradient, bool Drew, bool DrewElsewhere)
{
    public bool IsFinite => double.IsFinite(Value) && Gradient.All(double.IsFinite);

    public bool HasGradient => Gradient.Any(x => x != 0);

    /// <summary>How another outcome that should be equal differs; null if it does not.</summary>
    public string? DifferenceTo(LossOutcome other, double tolerance) =>
        !(Math.Abs(Value - other.Value) <= tolerance * Math.Max(1, Math.Abs(Value))) && !Value.Equals(other.Value)
            ? $"the value is {Value:G9} and {other.Value:G9}"
            : (Terms, Active) != (other.Terms, other.Active)
                ? $"terms and active are {Terms} and {Active}, then {other.Terms} and {other.Active}"
                : null;
}

/// <summary>A step along one coordinate, indexed as in <see cref="LossOutcome.Gradient"/>.</summary>
internal readonly record struct Nudge(int Coordinate, double By);

/// <summary>A rule tried on several batches. The first batch that breaks it is reduced to the smallest one that still does.</summary>
internal abstract class BatchRule(string name, string demand) : Rule(name, demand)
{
    protected abstract IReadOnlyList<SmallBatch> Batches { get; }

    /// <summary>Description of the batches.</summary>
    protected abstract string What { get; }

    protected override Finding Try(Subject subject)
    {
        var probe = new LossProbe(subject);
        if (Guarded(() => Excuse(probe)) is (null, { } excuse))
            return Finding.Skipped(excuse);
        foreach (var batch in Batches)
        {
            if (Tell(probe, batch) is not { } problem)
                continue;

            var smallest = batch.Smallest(Fails);
            return Finding.Failed(What, problem, smallest.ToString());

            // The problem is kept: a random loss may not reproduce it.
            bool Fails(SmallBatch candidate)
            {
                var said = Tell(probe, candidate);
                problem = said ?? problem;
                return said is not null;
            }
        }

        return Finding.Passed(What);
    }

    /// <summary>Why the rule does not apply to this loss; null if it does.</summary>
    protected virtual string? Excuse(LossProbe probe) => null;

    /// <summary>How the loss breaks the rule on this batch; null if it does not.</summary>
    protected abstract string? Problem(LossProbe probe, SmallBatch batch);

    /// <summary>The problem on a batch, including an exception of the loss.</summary>
    private string? Tell(LossProbe probe, SmallBatch batch)
    {
        var (thrown, said) = Guarded(() => Problem(probe, batch));
        return thrown ?? said;
    }

    private static (string? Thrown, string? Said) Guarded(Func<string?> call)
    {
        try
        {
            return (null, call());
        }
        catch (Exception e)
        {
            return (Thrown(e), null);
        }
    }
}

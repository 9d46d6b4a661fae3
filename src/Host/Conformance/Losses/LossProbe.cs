using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

/// <summary>Makes a loss anew for each batch, always of the same seed, and looks at its first step: what it says of a batch depends on
/// nothing else.</summary>
internal sealed class LossProbe(Subject subject)
{
    /// <summary>Classes that the loss is told of.</summary>
    public const int Classes = 10;

    private const ulong Seed = 7;

    /// <summary>Value, counts and gradient.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="type">Of the embeddings and of the loss's parameters.</param>
    /// <param name="nudge">Moves one coordinate first.</param>
    /// <param name="copied">The references are a copy of the batch, and not the batch itself.</param>
    /// <param name="device">By default the subject's.</param>
    /// <param name="ambient">Seed of the default generator, which a loss does not draw from once it is made.</param>
    public LossOutcome Compute(
        SmallBatch batch, ScalarType type = ScalarType.Float64, Nudge? nudge = null, bool copied = false, Device? device = null, long ambient = 0)
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

        // Embeddings come out of a model: they are no leaves.
        var embeddings = leaf.clone();
        var labels = tensor(batch.Labels).to(device);
        var ownLabels = labels.narrow(0, 0, batch.Size).clone();
        var references = cat([embeddings, rows.narrow(0, batch.Size, batch.Remembered)]);
        using var shared = manual_seed(ambient);
        var before = (Own: State(generator), Shared: State(shared));

        var result = Compute(loss, copied || batch.Remembered > 0 ? new Batch(embeddings, ownLabels, references, labels) : new Batch(embeddings, ownLabels));
        if (result.Loss.requires_grad)
            result.Loss.sum().backward();
        var (drewHere, drewElsewhere) = (!before.Own.AsSpan().SequenceEqual(State(generator)), !before.Shared.AsSpan().SequenceEqual(State(shared)));
        return new LossOutcome(
            result.Loss.sum().to(ScalarType.Float64).item<double>(), Count(result.Terms), Count(result.Active),
            [.. parameters.Prepend(leaf).SelectMany(Gradient)], drewHere || drewElsewhere, drewElsewhere);
    }

    /// <summary>The loss in training on random unit rows, float32, 10 classes, as a run makes them: <paramref name="calls"/> times forward,
    /// backward and what follows a step.</summary>
    public void Train(int size, int dimensions, int calls, Action<int> afterCall)
    {
        using var generator = new Generator(Seed, CPU);
        using var loss = Create(dimensions, generator, subject.Device);
        Train(loss, size, dimensions, calls, afterCall);
    }

    /// <summary>Another loss, trained in the same way.</summary>
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
                // Embeddings come out of a model: they are no leaves.
                var batch = new Batch(rows.clone().requires_grad_().clone(), labels.clone());
                loss.zero_grad();
                var result = Compute(loss, batch);
                if (result.Loss.requires_grad)
                    result.Loss.sum().backward();
                using var _ = no_grad();
                loss.AfterStep(batch);

                // A device answers when it has finished.
                result.Loss.sum().to(ScalarType.Float64).item<double>();
            }

            afterCall(call);
        }
    }

    /// <summary>What the loss says of a batch: all of it.</summary>
    /// <exception cref="BrokenRuleException">Some of it is missing.</exception>
    public static LossResult Compute(MetricLoss loss, Batch batch) => loss.Compute(batch) switch
    {
        null => throw new BrokenRuleException("Compute gives null"),
        { Loss: null } or { Terms: null } or { Active: null } => throw new BrokenRuleException("Loss, Terms or Active is null"),
        var result => result,
    };

    /// <summary>A new loss in training and on the device; the same one at every call.</summary>
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

using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

/// <remarks>Slopes are central differences at two step sizes (Richardson extrapolation). Where the value is smooth, the second difference
/// divided by the step halves with the step; where it does not, there is a kink or a jump and nothing is compared.</remarks>
internal sealed class GradientRule() : BatchRule(
    "gradient", "The gradient equals the slope of the value, for the embeddings and for the loss's own parameters.")
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-5;

    private int compared;
    private int kinks;

    protected override IReadOnlyList<SmallBatch> Batches { get; } =
        [SmallBatch.Random(3, [0, 0, 1, 1, 2, -1]), SmallBatch.Random(4, [0, 1, 0, 1, 1])];

    protected override string What => $"finite differences in float64: {compared} slopes; {kinks} at kinks skipped";

    protected override Finding Try(Subject subject)
    {
        (compared, kinks) = (0, 0);
        var found = base.Try(subject);
        return found.Outcome == Outcome.Passed && compared == 0
            ? Finding.Skipped($"all {kinks} slopes are at kinks: there is nothing to compare")
            : found;
    }

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var here = probe.Compute(batch);
        var scale = Math.Max(1, here.Gradient.Max(Math.Abs));
        foreach (var coordinate in Coordinates(batch.Size * batch.Dimensions, here.Gradient.Length))
        {
            var (wide, narrow) = (Differences(Step), Differences(Step / 2));
            var isSmooth = Math.Abs(narrow.Bend - wide.Bend / 2) <= 1e-7 * scale + 0.05 * Math.Abs(wide.Bend);
            if (!isSmooth && double.IsFinite(wide.Slope))
            {
                kinks++;
                continue;
            }

            compared++;
            var slope = (4 * narrow.Slope - wide.Slope) / 3;
            if (!(Math.Abs(slope - here.Gradient[coordinate]) <= Tolerance * scale))
                return $"the gradient with respect to {Place(batch, coordinate)} is {here.Gradient[coordinate]:G6}; "
                    + $"the slope of the value is {slope:G6}";

            (double Slope, double Bend) Differences(double step)
            {
                var (ahead, behind) = (At(step), At(-step));
                return ((ahead - behind) / (2 * step), (ahead - 2 * here.Value + behind) / step);
            }

            double At(double by) => probe.Compute(batch, nudge: new Nudge(coordinate, by)).Value;
        }

        return null;
    }

    /// <summary>All coordinates of the batch and some dozens of the loss's parameters.</summary>
    private static IEnumerable<int> Coordinates(int own, int all)
    {
        var stride = Math.Max(1, (all - own) / 40);
        return Enumerable.Range(0, own).Concat(Enumerable.Range(own, all - own).Where(i => (i - own) % stride == 0));
    }

    private static string Place(SmallBatch batch, int coordinate) =>
        coordinate < batch.Size * batch.Dimensions
            ? $"row {coordinate / batch.Dimensions}, column {coordinate % batch.Dimensions}"
            : $"number {coordinate - batch.Size * batch.Dimensions} of the loss's parameters";
}

internal sealed class OrderRule() : BatchRule("order", "The order of the samples changes neither value nor counts.")
{
    private const double Tolerance = 1e-9;

    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Usual;

    protected override string What => $"{Batches.Count} batches, each reversed, rotated and shuffled";

    protected override string? Excuse(LossProbe probe) =>
        Batches.Any(batch => probe.Compute(batch).Drew) ? "it draws at random, and another order changes the draws"
        : Batches.Any(batch => Change(probe, batch, Orders(batch)) is not null)
            && Batches.All(batch => Change(probe, batch, Merges(batch)) is null)
            ? "it chooses by a sample's position within its class; interleaving the classes differently changes nothing"
        : null;

    protected override string? Problem(LossProbe probe, SmallBatch batch) => Change(probe, batch, Orders(batch));

    private static string? Change(LossProbe probe, SmallBatch batch, IEnumerable<int[]> orders)
    {
        var here = probe.Compute(batch);
        foreach (var order in orders)
        {
            if (here.DifferenceTo(probe.Compute(batch.InOrder(order)), Tolerance) is { } difference)
                return $"in the order {string.Join(", ", order)} {difference}";
        }

        return null;
    }

    private static IEnumerable<int[]> Orders(SmallBatch batch)
    {
        int[] asTheyAre = [.. Enumerable.Range(0, batch.Size)];
        var shuffled = (int[])asTheyAre.Clone();
        new Random(batch.Size).Shuffle(shuffled);
        return [[.. asTheyAre.Reverse()], [.. asTheyAre.Skip(1).Append(0)], shuffled];
    }

    /// <summary>Orders that keep the order within each class.</summary>
    private static IEnumerable<int[]> Merges(SmallBatch batch)
    {
        var places = Enumerable.Range(0, batch.Size);
        return [[.. places.OrderBy(i => batch.Labels[i])], [.. places.OrderByDescending(i => batch.Labels[i])]];
    }
}

internal sealed class BareBatchRule() : BatchRule(
    "bare_batches", "On batches that lack positives or negatives, value and gradient are finite; without terms both are 0.")
{
    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Bare;

    protected override string What =>
        "no positives, no negatives, one sample, one outlier, outliers only, one sample among outliers; float32 and float64";

    protected override string? Problem(LossProbe probe, SmallBatch batch) =>
        Problem(probe.Compute(batch, ScalarType.Float32)) ?? Problem(probe.Compute(batch));

    private static string? Problem(LossOutcome said) =>
        !double.IsFinite(said.Value) ? $"the value is {said.Value}"
        : !said.IsFinite ? "the gradient is not finite"
        : said.Terms == 0 && (said.Value != 0 || said.HasGradient)
            ? $"there are no terms, but the value is {said.Value:G6}{(said.HasGradient ? " with a gradient" : "")}"
        : null;
}

internal sealed class CoincidingPointsRule() : BatchRule("coinciding_points", "Value and gradient are finite where vectors coincide.")
{
    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Coinciding;

    protected override string What =>
        "all at one point, with two classes, a class alone, outliers; all but one; two opposite points; float32 and float64";

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        foreach (var type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
        {
            var said = probe.Compute(batch, type);
            if (!said.IsFinite)
                return double.IsFinite(said.Value) ? $"the gradient is not finite in {type}" : $"the value is {said.Value} in {type}";
        }

        return null;
    }
}

internal sealed class CountsRule() : BatchRule("counts", "The number of active terms is at least 0 and at most the number of terms.")
{
    protected override IReadOnlyList<SmallBatch> Batches { get; } =
        [.. TrialBatches.Usual, .. TrialBatches.Bare, .. TrialBatches.Coinciding];

    protected override string What => $"{Batches.Count} batches";

    protected override string? Problem(LossProbe probe, SmallBatch batch) =>
        probe.Compute(batch) is var said && !(said.Active >= 0 && said.Active <= said.Terms)
            ? $"{said.Active} of {said.Terms} terms are active" : null;
}

/// <remarks>Other rules cover batches without terms and gradients that are not finite.</remarks>
internal sealed class ZeroRule() : BatchRule("zero", "A value of 0 has a gradient of 0.")
{
    private int zeros;

    protected override IReadOnlyList<SmallBatch> Batches { get; } =
        [.. TrialBatches.Coinciding, .. TrialBatches.Bare, .. TrialBatches.Usual];

    protected override string What => $"{Batches.Count} batches, {zeros} of value 0 with terms";

    protected override Finding Try(Subject subject)
    {
        zeros = 0;
        return base.Try(subject);
    }

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var said = probe.Compute(batch);
        if (said.Value != 0 || said.Terms == 0 || !said.IsFinite)
            return null;
        zeros++;
        return said.HasGradient ? $"the value is 0, and the gradient's largest entry {said.Gradient.MaxBy(Math.Abs):G6}" : null;
    }
}

internal sealed class ReferencesRule() : BatchRule(
    "references",
    "Neither a copy of the batch as references nor the order of a memory's classes changes the result; "
    + "a memory supplies positives and negatives to a batch without any.")
{
    private const double Tolerance = 1e-9;

    protected override IReadOnlyList<SmallBatch> Batches { get; } =
        [.. TrialBatches.Usual, .. TrialBatches.Remembering, TrialBatches.Dependent];

    protected override string What =>
        $"{TrialBatches.Usual.Count} batches with a copy of themselves, {TrialBatches.Remembering.Count + 1} with a memory in two "
        + "orders";

    protected override Finding Try(Subject subject) =>
        subject.Plugin.IsPairLoss ? base.Try(subject) : Finding.Skipped("not a PairLoss: its references are always the batch itself");

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var here = probe.Compute(batch);
        if (batch.Remembered == 0)
            return here.DifferenceTo(probe.Compute(batch, copied: true), Tolerance) is { } copied
                ? $"with a copy of the batch as references {copied}" : null;

        // A loss may choose by a sample's position within its class: only the order of the memory's classes changes.
        var memory = Enumerable.Range(batch.Size, batch.Remembered).OrderByDescending(i => batch.Labels[i]);
        var turned = batch.InOrder(Enumerable.Range(0, batch.Size).Concat(memory));
        return !here.IsFinite
            ? $"with a memory the value is {here.Value}, its gradient {(here.Gradient.All(double.IsFinite) ? "finite" : "not finite")}"
            : IsDependent(batch) && here.DifferenceTo(probe.Compute(batch.Alone()), Tolerance) is null
                ? "a memory that holds all positives and negatives has no effect"
            : here.Drew ? null
            : here.DifferenceTo(probe.Compute(turned), Tolerance) is { } difference ? $"with the memory's classes reversed {difference}"
            : null;
    }

    /// <summary>True if every sample has a positive and a negative in the memory, and no positive in the batch.</summary>
    private static bool IsDependent(SmallBatch batch)
    {
        var (own, memory) = (batch.Labels[..batch.Size], batch.Labels[batch.Size..]);
        return own.Distinct().Count() == own.Length
            && own.All(label => label >= 0 && memory.Contains(label) && memory.Any(other => other != label));
    }
}

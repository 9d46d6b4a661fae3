using MetricPlugins;

/// <summary>What the losses here would be, were it not for the one rule that each breaks.</summary>
internal static class Sound
{
    public static LossResult Compute(Batch batch)
    {
        var distances = Pairwise.Euclidean(batch);
        var (positives, negatives) = Pairwise.Masks(batch);
        return LossResult.Of(Terms(distances, positives), positives | negatives, TermAverage.All);
    }

    public static Tensor Terms(Tensor distances, Tensor positives) => where(positives, distances, functional.relu(1 - distances)).square();
}

[Plugin("wrong-gradient", Summary = "Has the right value and twice its gradient.")]
public sealed class WrongGradient : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result with { Loss = result.Loss * 2 - result.Loss.detach() };
    }
}

[Plugin("order-matters", Summary = "Weights a sample by its place in the batch.")]
public sealed class OrderMatters : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var (positives, negatives) = Pairwise.Masks(batch);
        var weights = arange(1, batch.Labels.shape[0] + 1, device: batch.Labels.device).unsqueeze(1);
        return LossResult.Of(Sound.Terms(Pairwise.Euclidean(batch), positives) * weights, positives | negatives, TermAverage.All);
    }
}

[Plugin("nan-without-positives", Summary = "Divides by the number of positives, be it 0.")]
public sealed class NanWithoutPositives : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var (positives, _) = Pairwise.Masks(batch);
        var values = Pairwise.Euclidean(batch).square().masked_fill(positives.logical_not(), 0.0);
        return new LossResult(values.sum() / positives.sum(), positives.sum(), values.gt(0).sum());
    }
}

[Plugin("nan-where-points-coincide", Summary = "Divides by a distance, be it 0.")]
public sealed class NanWherePointsCoincide : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var distances = Pairwise.Euclidean(batch);
        var (positives, _) = Pairwise.Masks(batch);
        var self = eye(distances.shape[0], distances.shape[1], device: distances.device);
        return LossResult.Of(distances.square() / (distances + self), positives, TermAverage.All);
    }
}

[Plugin("counts-too-many", Summary = "Has one more active term than terms.")]
public sealed class CountsTooMany : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result with { Active = result.Terms + 1 };
    }
}

[Plugin("pulls-at-zero", Summary = "Has the value 0 where unit vectors can get no farther apart, and still pushes.")]
public sealed class PullsAtZero : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var distances = Pairwise.Euclidean(batch);
        var (positives, negatives) = Pairwise.Masks(batch);
        return LossResult.Of(where(positives, distances.square(), 2 - distances), positives | negatives, TermAverage.All);
    }
}

[Plugin("counts-in-floats", Summary = "Counts its terms in float32.")]
public sealed class CountsInFloats : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result with { Terms = result.Terms.to(ScalarType.Float32) };
    }
}

[Plugin("forgets-references", Summary = "Takes the labels of the batch for those of its references.")]
public sealed class ForgetsReferences : PairLoss
{
    public override LossResult Compute(Batch batch)
    {
        var distances = Pairwise.Euclidean(batch);
        var (positives, negatives) = Pairwise.Masks(new Batch(batch.Embeddings, batch.Labels));
        return LossResult.Of(Sound.Terms(distances, positives), positives | negatives, TermAverage.All);
    }
}

[Plugin("scribbles", Summary = "Writes into the batch's labels.")]
public sealed class Scribbles : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        batch.Labels.add_(1);
        return result;
    }
}

[Plugin("disposes", Summary = "Disposes the batch's labels.")]
public sealed class Disposes : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        batch.Labels.Dispose();
        return result;
    }
}

[Plugin("own-dice", Summary = "Draws from the default generator.")]
public sealed class OwnDice : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result with { Loss = result.Loss * rand(1).to(result.Loss.device).sum() };
    }
}

[Plugin("hoards", Summary = "Keeps every batch for ever.")]
public sealed class Hoards : MetricLoss
{
    private readonly List<Tensor> kept = [];

    public override LossResult Compute(Batch batch)
    {
        kept.Add(batch.Embeddings.detach().clone().DetachFromDisposeScope());
        return Sound.Compute(batch);
    }
}

[Plugin("waits", Summary = "Looks whether any pair is active.")]
public sealed class Waits : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result.Active.item<long>() == 0 ? result with { Loss = result.Loss * 0 } : result;
    }
}

[Plugin("waits-for-a-mask", Summary = "Takes the positives out by a mask, whose result is as long as its values say.")]
public sealed class WaitsForAMask : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        var positives = Pairwise.Euclidean(batch)[Pairwise.Masks(batch).Positives];
        return result with { Loss = result.Loss + positives.sum() * 0 };
    }
}

[Plugin("waits-afterwards", Summary = "Reads the labels after the step.")]
public sealed class WaitsAfterwards : MetricLoss
{
    private long most;

    public override LossResult Compute(Batch batch) => Sound.Compute(batch);

    public override void AfterStep(Batch batch) => most = Math.Max(most, batch.Labels.cpu().max().item<long>());
}

[Plugin("beyond-meta", Summary = "Calls what libtorch has for tensors with values alone; it breaks no rule.")]
public sealed class BeyondMeta : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result with { Loss = result.Loss + batch.Embeddings.detach().median() * 0 };
    }
}

[Plugin("cubic", Summary = "Lays a quarter of all triplets out in memory.")]
public sealed class Cubic : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var (_, negatives) = Pairwise.Masks(batch);
        var (anchors, references) = (negatives.shape[0], negatives.shape[1]);
        using var triplets = negatives.unsqueeze(1).expand(anchors, references / 4, references).clone();
        return Sound.Compute(batch);
    }
}

[Plugin("never-made", Summary = "Cannot be made.")]
public sealed class NeverMade : MetricLoss
{
    public NeverMade() => throw new InvalidOperationException("the table is empty");

    public override LossResult Compute(Batch batch) => Sound.Compute(batch);
}

[Plugin("gives-nothing", Summary = "Gives no result.")]
public sealed class GivesNothing : MetricLoss
{
    public override LossResult Compute(Batch batch) => null!;
}

[Plugin("two-values", Summary = "Gives a value a sample.")]
public sealed class TwoValues : MetricLoss
{
    public override LossResult Compute(Batch batch) => Sound.Compute(batch) with { Loss = Pairwise.Euclidean(batch).sum(1) };
}

[Plugin("always-float32", Summary = "Computes in float32, whatever it is given.")]
public sealed class AlwaysFloat32 : MetricLoss
{
    public override LossResult Compute(Batch batch) => Sound.Compute(new Batch(batch.Embeddings.to(ScalarType.Float32), batch.Labels));
}

[Plugin("always-nan", Summary = "Is never a number.")]
public sealed class AlwaysNan : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result with { Loss = result.Loss * double.NaN };
    }
}

[Plugin("stumbles-after", Summary = "Throws after the step.")]
public sealed class StumblesAfter : MetricLoss
{
    public override LossResult Compute(Batch batch) => Sound.Compute(batch);

    public override void AfterStep(Batch batch) => throw new InvalidOperationException("no bank");
}

[Plugin("in-place", Summary = "Doubles the embeddings where they lie.")]
public sealed class InPlace : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        using (no_grad())
            batch.Embeddings.mul_(2);
        return result;
    }
}

[Plugin("dice-of-the-system", Summary = "Draws from .NET's own random numbers.")]
public sealed class DiceOfTheSystem : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = Sound.Compute(batch);
        return result with { Loss = result.Loss * Random.Shared.NextDouble() };
    }
}

[Plugin("pair-by-pair", Summary = "Goes through half of all pairs one by one.")]
public sealed class PairByPair : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        using var distances = Pairwise.Euclidean(batch).detach();
        for (var row = 0; row < distances.shape[0]; row += 2)
        {
            for (var column = 0; column < distances.shape[1]; column++)
            {
                using var distance = distances[row, column];
                using var hinge = (1 - distance).clamp_min(0);
            }
        }

        return Sound.Compute(batch);
    }
}

namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>Slopes come from central differences over two step sizes (Richardson's extrapolation). The second difference over the step
/// halves with it where the value is smooth; where it does not, there is a kink or a jump, and nothing is compared.</remarks>
internal sealed class GradientRule() : BatchRule("gradient", "The gradient is the slope of the value, for the embeddings and for the loss's own parameters.")
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-5;

    private int compared;
    private int kinks;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [SmallBatch.Random(3, [0, 0, 1, 1, 2, -1]), SmallBatch.Random(4, [0, 1, 0, 1, 1])];

    protected override string What => $"finite differences in float64: {compared} slopes; {kinks} at kinks passed over";

    protected override Finding Try(Subject subject)
    {
        (compared, kinks) = (0, 0);
        var found = base.Try(subject);
        return found.Kind == FindingKind.Passed && compared == 0 ? Finding.Skipped($"all {kinks} slopes are at kinks: there is nothing to compare") : found;
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
                return $"the gradient by {Place(batch, coordinate)} is {here.Gradient[coordinate]:G6}; the slope of the value is {slope:G6}";

            (double Slope, double Bend) Differences(double step)
            {
                var (ahead, behind) = (At(step), At(-step));
                return ((ahead - behind) / (2 * step), (ahead - 2 * here.Value + behind) / step);
            }

            double At(double by) => probe.Compute(batch, nudge: new Nudge(coordinate, by)).Value;
        }

        return null;
    }

    /// <summary>All of the batch's, and some dozens of the loss's own.</summary>
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

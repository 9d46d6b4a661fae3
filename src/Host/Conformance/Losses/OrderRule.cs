namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class OrderRule() : BatchRule("order", "The order of the samples changes neither value nor counts.")
{
    private const double Tolerance = 1e-9;

    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Usual;

    protected override string What => $"{Batches.Count} batches, each turned round, rotated and shuffled";

    protected override string? Excuse(LossProbe probe) =>
        Batches.Any(batch => probe.Compute(batch).Drew) ? "it draws at random, and another order draws others"
        : Batches.Any(batch => Change(probe, batch, Orders(batch)) is not null) && Batches.All(batch => Change(probe, batch, Merges(batch)) is null)
            ? "it chooses by a sample's place within its class; how the classes mingle changes nothing"
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

    /// <summary>Orders that keep the samples of a class in theirs.</summary>
    private static IEnumerable<int[]> Merges(SmallBatch batch)
    {
        var places = Enumerable.Range(0, batch.Size);
        return [[.. places.OrderBy(i => batch.Labels[i])], [.. places.OrderByDescending(i => batch.Labels[i])]];
    }
}

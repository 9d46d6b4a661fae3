namespace MetricPlugins.Host.Conformance.Losses;

/// <summary>The batches that losses are tried on.</summary>
internal static class TrialBatches
{
    /// <summary>Positives, negatives, a sample alone in its class and outliers; an even one; a tiny one.</summary>
    public static IReadOnlyList<SmallBatch> Usual { get; } =
    [
        SmallBatch.Random(4, [0, 0, 0, 1, 1, 2, -1, -1]), SmallBatch.Random(3, [0, 1, 2, 0, 1, 2]), SmallBatch.Random(2, [0, 0, 1]),
    ];

    /// <summary>Batches that lack something.</summary>
    public static IReadOnlyList<SmallBatch> Bare { get; } =
    [
        SmallBatch.Random(4, [0, 1, 2, 3]), SmallBatch.Random(4, [0, 0, 0, 0]), SmallBatch.Random(4, [0]),
        SmallBatch.Random(4, [-1]), SmallBatch.Random(4, [-1, -1, -1, -1]), SmallBatch.Random(4, [-1, 0, -1]),
    ];

    /// <summary>Batches in which vectors coincide, or lie opposite to each other; each with positives and negatives.</summary>
    public static IReadOnlyList<SmallBatch> Coinciding { get; } =
    [
        At([0.6, 0.8], 0, 0, 1, 1), At([0.6, 0.8], 0, 1, 0), At([1, 0, 0], 0, 0, -1, -1),
        new SmallBatch([[0.6, 0.8], [0.6, 0.8], [0.6, 0.8], [0.6, 0.8], [0, 1]], [0, 0, 1, 1, 0]),
        new SmallBatch([[1, 0], [1, 0], [-1, 0], [-1, 0]], [0, 0, 1, 1]),
    ];

    /// <summary>Batches beside a memory of earlier ones.</summary>
    public static IReadOnlyList<SmallBatch> Remembering { get; } =
        [SmallBatch.Random(4, [0, 0, 1, 2, 1, 0, 2, 1, 0], remembered: 5), SmallBatch.Random(3, [0, 1, 0, -1, 1, -1, 0], remembered: 3)];

    /// <summary>One whose only positives are in its memory.</summary>
    public static SmallBatch Dependent { get; } = SmallBatch.Random(4, [0, 1, 2, 0, 1, 2, 2, 1, 0], remembered: 6);

    private static SmallBatch At(double[] point, params long[] labels) => new([.. labels.Select(_ => point)], labels);
}

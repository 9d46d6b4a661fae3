using MetricPlugins.Core;

namespace MetricPlugins.Bench;

/// <summary>Generated columns of a run's files, the same in every process.</summary>
internal static class MadeUpTables
{
    private const int Size = 128;

    public static IReadOnlyList<Tuple<string, Values>> Of(string table, int rows) =>
        [.. Identity(rows), .. table == "steps" ? Steps(rows) : Embeddings(rows)];

    private static IEnumerable<Tuple<string, Values>> Identity(int rows)
    {
        foreach (var (name, value) in new (string, string)[]
        {
            ("study", "losses"), ("dataset", "fashion-mnist"), ("model", "convnet"), ("loss", "triplet"), ("variant", "margin-0.5"),
            ("loss_options", """{"margin":0.5,"mining":"all","average":"active"}"""),
        })
            yield return Column(name, Values.NewTexts(Made(rows, _ => value)));
        yield return Column("seed", Values.NewLongs(Made(rows, _ => 3L)));
    }

    /// <summary>Random unit vectors.</summary>
    private static IEnumerable<Tuple<string, Values>> Embeddings(int rows)
    {
        var random = new Random(1);
        var vectors = new float[rows * Size];
        for (var row = 0; row < rows; row++)
        {
            var vector = vectors.AsSpan(row * Size, Size);
            var squares = 0f;
            foreach (ref var value in vector)
            {
                value = random.NextSingle() - 0.5f;
                squares += value * value;
            }

            var norm = MathF.Sqrt(squares);
            foreach (ref var value in vector)
                value /= norm;
        }

        yield return Column("split", Values.NewTexts(Made(rows, _ => "train")));
        yield return Column("index", Values.NewInts(Made(rows, row => row)));
        yield return Column("label", Values.NewInts(Made(rows, _ => random.Next(10))));
        yield return Column("embedding", Values.NewVectors(vectors, Size));
    }

    /// <summary>A falling, noisy loss with norms of single precision; one step in a hundred has no terms.</summary>
    private static IEnumerable<Tuple<string, Values>> Steps(int rows)
    {
        const int batch = 64, epochSteps = 938;
        var random = new Random(2);
        var terms = Made(rows, _ => random.Next(100) == 0 ? 0L : random.Next(300, 400) * batch);
        var active = Made(rows, row => (long)(terms[row] * Noisy(0.6, row)));
        yield return Column("step", Values.NewLongs(Made(rows, row => (long)row)));
        yield return Column("epoch", Values.NewInts(Made(rows, row => row / epochSteps)));
        yield return Column("batch_size", Values.NewInts(Made(rows, _ => batch)));
        yield return Column("terms", Values.NewLongs(terms));
        yield return Column("active", Values.NewLongs(active));
        yield return Column(
            "active_ratio", Values.NewOptionalDoubles(Made(rows, row => terms[row] == 0 ? null : (double?)active[row] / terms[row])));
        foreach (var (name, mean) in new (string, double)[]
        {
            ("loss_value", 0.4), ("active_sample_ratio", 0.7), ("grad_norm", 2), ("grad_norm_model", 2), ("grad_norm_loss", 0.1),
            ("grad_norm_embedding", 0.02),
        })
            yield return Column(name, Values.NewDoubles(Made(rows, row => Noisy(mean, row))));

        double Noisy(double mean, int row) => (float)(mean * (0.05 + 0.95 / (1 + row / 1e5)) * (0.5 + random.NextDouble()));
    }

    private static Tuple<string, Values> Column(string name, Values values) => Tuple.Create(name, values);

    private static T[] Made<T>(int rows, Func<int, T> value) => [.. Enumerable.Range(0, rows).Select(value)];
}

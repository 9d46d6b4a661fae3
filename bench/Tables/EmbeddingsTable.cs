namespace MetricPlugins.Bench.Tables;

/// <summary>As embeddings.parquet of a run: random unit vectors.</summary>
internal sealed class EmbeddingsTable : Table
{
    private readonly NumberColumn<int> index;
    private readonly NumberColumn<int> label;
    private readonly VectorColumn embedding;

    public EmbeddingsTable(long rows)
        : base(rows)
    {
        index = new("index", Capacity);
        label = new("label", Capacity);
        embedding = new("embedding", 128, Capacity);
        Columns = [.. Identity(Capacity), new TextColumn("split", "train", Capacity), index, label, embedding];
    }

    public override void Fill(long start, int rows)
    {
        var random = new Random((int)start);
        for (var row = 0; row < rows; row++)
        {
            index.Values[row] = (int)start + row;
            label.Values[row] = random.Next(10);
            var vector = embedding.Values.AsSpan(row * embedding.Size, embedding.Size);
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
    }
}

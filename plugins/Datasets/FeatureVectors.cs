using MetricPlugins.Datasets.Features;

namespace MetricPlugins.Datasets;

/// <summary>Embeddings or other vectors of one's own, from Parquet, CSV, JSON or NumPy files.</summary>
/// <remarks>
/// A .parquet, .csv, .tsv, .json, .jsonl, .ndjson or .npz file, or a folder: with one such file; with train.* and test.*, which are files
/// of these kinds or folders of .npy files; or with .npy files, each of which is an array as those of a .npz are. In Parquet, CSV and JSON,
/// vectors are a column of lists of numbers, all of one length, or without one all columns of numbers but the label; in NumPy an array [N,
/// size] of float16, 32 or 64. Labels are whole numbers, of which −1 marks outliers, or texts; classes are the distinct ones in order. A
/// column of splits has the texts train, test and validation; the last joins the train split, from which the host takes its own where a
/// study asks for one. Without it, a share of each label's rows, drawn at random, is the test split. The embeddings.parquet of a run is
/// such a file.</remarks>
/// <param name="context">Names the file or folder.</param>
/// <param name="options">Settings.</param>
[Plugin("features", Summary = "Vectors of one's own with their labels, from a Parquet, CSV, JSON or NumPy file.")]
public sealed class FeatureVectors(DatasetContext context, FeatureVectors.Options options) : Dataset
{
    private readonly Lazy<FeatureSplits> splits = new(() => FeatureSplits.Find(context, options));

    /// <summary>Settings of <see cref="FeatureVectors"/>.</summary>
    /// <param name="Embedding">Name of the column or array of vectors; empty: "embedding", "embeddings", or the only one there is. With a *
    /// at its end, all columns of numbers that begin so.</param>
    /// <param name="Label">Name of that of labels; empty: "label", "labels", or the only one there is.</param>
    /// <param name="Split">Name of that of splits; empty: "split" where it is there.</param>
    /// <param name="TestShare">Share of each label's rows in the test split, where nothing tells the splits.</param>
    /// <param name="DataSeed">Seed of that split, independent of the run's seed.</param>
    public sealed record Options(
        string Embedding = "",
        string Label = "",
        string Split = "",
        [Range(0.01, 0.99)] double TestShare = 0.2,
        [Range(0, int.MaxValue)] int DataSeed = 0);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => splits.Value.Classes;

    /// <inheritdoc/>
    public override Samples Load(Split split)
    {
        var (table, rows, labels) = splits.Value.Of(split);
        var array = table.Choose("embedding", options.Embedding, ["embedding", "embeddings"], "a vector a row", ArrayKind.Vectors);
        var (values, size) = table.Vectors(array.Name);
        if (values.Length != (long)size * splits.Value.RowsOf(table))
            throw table.Refused($"every row has a vector and a label; {array.Name} has {values.Length / size} rows, the labels {splits.Value.RowsOf(table)}.");

        var chosen = new float[rows.Length * (long)size];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = values.AsSpan(checked((int)(rows[i] * size)), size);
            if (row.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
                throw table.Refused($"vectors are of finite float32 numbers; number {at} of row {rows[i]} of {array.Name} (the first is 0) is {row[at]}. Remove or mend such rows.");
            row.CopyTo(chosen.AsSpan(i * size));
        }

        splits.Value.RequireSize(size, table);
        return new Samples(tensor(chosen, [rows.Length, size]), tensor(labels));
    }
}

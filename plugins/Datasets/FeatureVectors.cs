using MetricPlugins.Datasets.Features;

namespace MetricPlugins.Datasets;

/// <summary>Your own embeddings or other vectors, from Parquet, CSV, JSON or NumPy files.</summary>
/// <remarks>
/// Reads a .parquet, .csv, .tsv, .json, .jsonl, .ndjson or .npz file, or a folder. The folder holds one such file; or train.* and test.*,
/// each a file of these kinds or a folder of .npy files; or .npy files, one per array. In Parquet, CSV and JSON the vectors are a column of
/// lists of numbers, all of one length; without such a column they are all numeric columns except the label. In NumPy they are an array [N,
/// size] of float16, 32 or 64. Labels are integers, with −1 for outliers, or strings; the classes are the distinct labels, sorted. The
/// split column has the strings train, test and validation. Validation rows join the train split; the host draws its own validation split
/// from it if a study asks for one. Without a split column, the test split is a random share of each label's rows. The embeddings.parquet
/// of a run has this form.</remarks>
/// <param name="context">Names the file or folder.</param>
/// <param name="options">Settings.</param>
[Plugin("features", Summary = "Your own vectors and labels, from a Parquet, CSV, JSON or NumPy file.")]
public sealed class FeatureVectors(DatasetContext context, FeatureVectors.Options options) : Dataset
{
    private readonly Lazy<FeatureSplits> splits = new(() => FeatureSplits.Find(context, options));

    /// <summary>Settings of <see cref="FeatureVectors"/>.</summary>
    /// <param name="Embedding">Name of the column or array of vectors; empty: "embedding", "embeddings" or the only candidate. A name ending in *
    /// takes all numeric columns with that prefix.</param>
    /// <param name="Label">Name of the column or array of labels; empty: "label", "labels" or the only candidate.</param>
    /// <param name="Split">Name of the column or array of splits; empty: "split" if it exists.</param>
    /// <param name="TestShare">Share of each label's rows in the test split, if the data has no splits.</param>
    /// <param name="DataSeed">Seed of that random split, independent of the run's seed.</param>
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
        var array = table.Choose("embedding", options.Embedding, ["embedding", "embeddings"], "a vector per row", ArrayKind.Vectors);
        var (values, size) = table.Vectors(array.Name);
        if (values.Length != (long)size * splits.Value.RowsOf(table))
            throw table.Refused($"every row needs a vector and a label; {array.Name} has {values.Length / size} rows, the labels {splits.Value.RowsOf(table)}.");

        var chosen = new float[rows.Length * (long)size];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = values.AsSpan(checked((int)(rows[i] * size)), size);
            if (row.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
                throw table.Refused($"vectors must be finite in float32; number {at} of row {rows[i]} of {array.Name} (the first is 0) is {row[at]}. Remove or correct such rows.");
            row.CopyTo(chosen.AsSpan(i * size));
        }

        splits.Value.RequireSize(size, table);
        return new Samples(tensor(chosen, [rows.Length, size]), tensor(labels));
    }
}

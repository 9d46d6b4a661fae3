using System.Globalization;
using System.Text.Json.Nodes;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Cli;

/// <summary>What the embeddings of a run come to, for people in short and for machines in full.</summary>
internal static class MetricsReport
{
    /// <summary>What is told of a run at a glance, of its test split: title, metric and distance.</summary>
    public static IReadOnlyList<(string Title, string Name, string Distance)> Headlines { get; } =
    [
        ("intra (euclid)", "intra_mean", "euclid"),
        ("inter (euclid)", "inter_mean", "euclid"),
        ("recall@1", "recall_at_1", "cos"),
        ("MAP@R", "map_at_r", "cos"),
        ("NMI", "nmi", "euclid"),
        ("k-NN accuracy", "knn_accuracy", "cos"),
        ("linear accuracy", "linear_accuracy", "none"),
    ];

    /// <summary>The figure of a headline; – where it was not taken, or there cannot be one.</summary>
    public static string Text(IEnumerable<Metric> metrics, string name, string distance) =>
        metrics.FirstOrDefault(m => (m.Split, m.Name, m.Distance) == ("test", name, distance))?.Value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>Under the names that metrics.parquet has.</summary>
    public static JsonArray Json(IEnumerable<Metric> metrics) => new([.. metrics.Select(metric => new JsonObject
    {
        ["split"] = metric.Split,
        ["metric"] = metric.Name,
        ["distance"] = metric.Distance,
        ["value"] = ResultJson.Number(metric.Value),
    })]);
}

using System.Globalization;
using System.Text.Json.Nodes;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Cli;

/// <summary>The metrics of a run's embeddings: the headlines for people, all of them for machines.</summary>
internal static class MetricsReport
{
    /// <summary>Value of a metric of the test split; – where it was not measured, or there is nothing to measure.</summary>
    public static string Text(IEnumerable<Metric> metrics, MetricDefinition metric) =>
        metrics.FirstOrDefault(m => (m.Split, m.Name, m.Distance) == ("test", metric.Name, metric.DistanceName))
            ?.Value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>Under the names that metrics.parquet has.</summary>
    public static JsonArray Json(IEnumerable<Metric> metrics) => new([.. metrics.Select(metric => new JsonObject
    {
        ["split"] = metric.Split,
        ["metric"] = metric.Name,
        ["distance"] = metric.Distance,
        ["value"] = ResultJson.Number(metric.Value),
    })]);
}

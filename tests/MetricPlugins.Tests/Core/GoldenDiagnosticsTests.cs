using System.Text.Json;
using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class GoldenDiagnosticsTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Index of every reference case.</summary>
    public static TheoryData<int> Cases() => Directory.Exists(Repository.Golden) ? [.. Enumerable.Range(0, Read().Length)] : [];

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Variance_within_each_class_equals_the_reference(int index)
    {
        var (golden, rows) = Prepare(index);
        var classes = Variance.Measure(rows).Classes;
        var references = golden.GetProperty("classes").EnumerateArray().ToList();
        Assert.Equal(references.Select(r => r.GetProperty("label").GetInt64()), classes.Select(c => c.Label));
        Assert.Equal(references.Select(r => r.GetProperty("count").GetInt32()), classes.Select(c => c.Count));
        foreach (var (reference, found) in references.Zip(classes))
            Same(Forms(name => reference.GetProperty($"intra_{name}").GetDouble()), found.Intra);
    }

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Its_mean_and_population_variance_equal_the_reference(int index)
    {
        var (golden, rows) = Prepare(index);
        var geometry = Variance.Measure(rows);
        var summary = golden.GetProperty("summary");
        foreach (var (kind, spread) in new[] { ("intra", geometry.Intra), ("inter", geometry.Inter) })
        {
            Same(Forms(name => summary.GetProperty($"{kind}_{name}")[0].GetDouble()), spread.Mean);
            Same(Forms(name => summary.GetProperty($"{kind}_{name}")[1].GetDouble()), spread.Variance);
        }
    }

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Recall_equals_the_reference(int index)
    {
        var (golden, rows) = Prepare(index);
        var reference = golden.GetProperty("recall").EnumerateObject().ToDictionary(r => int.Parse(r.Name, null), r => r.Value.GetDouble());
        foreach (var (k, found) in reference.Keys.Zip(Retrieval.RecallAt([.. reference.Keys], rows)))
            Assert.Equal(reference[k], found!.Value, Tolerance);
    }

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Ranked_retrieval_equals_the_reference(int index)
    {
        var (golden, rows) = Prepare(index);
        var found = Retrieval.Summarize(Retrieval.Queries(rows));
        Assert.Equal(golden.GetProperty("map_at_r").GetDouble(), found.MapAtR!.Value, Tolerance);
        Assert.Equal(golden.GetProperty("r_precision").GetDouble(), found.RPrecision!.Value, Tolerance);
        Assert.Equal(golden.GetProperty("mrr").GetDouble(), found.Mrr!.Value, Tolerance);
    }

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Companions_of_collapse_equal_the_reference(int index)
    {
        var (golden, rows) = Prepare(index);
        var found = Collapse.Measure(rows, Variance.Measure(rows));
        Assert.Equal(golden.GetProperty("effective_rank").GetDouble(), found.EffectiveRank, Tolerance * found.EffectiveRank);
        Assert.Equal(golden.GetProperty("participation_ratio").GetDouble(), found.ParticipationRatio, Tolerance * found.ParticipationRatio);
        Assert.Equal(golden.GetProperty("alignment").GetDouble(), found.Alignment, Tolerance);
        Assert.Equal(golden.GetProperty("uniformity").GetDouble(), found.Uniformity, Tolerance);
    }

    private static (double Sq, double Euclid, double Cos) Forms(Func<string, double> read) => (read("sq"), read("euclid"), read("cos"));

    private static void Same((double Sq, double Euclid, double Cos) reference, Distances found)
    {
        Assert.Equal(reference.Sq, found.Sq, Tolerance * reference.Sq);
        Assert.Equal(reference.Euclid, found.Euclid, Tolerance * reference.Euclid);
        Assert.Equal(reference.Cos, found.Cos, Tolerance * reference.Cos);
    }

    private static (JsonElement Golden, LabelledRows Rows) Prepare(int index)
    {
        var golden = Read()[index];
        var embeddings = golden.GetProperty("embeddings").EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray()).ToList();
        long[] labels = [.. golden.GetProperty("labels").EnumerateArray().Select(l => l.GetInt64())];
        return (golden, new LabelledRows(labels, [.. embeddings.SelectMany(row => row)], embeddings[0].Length));
    }

    private static JsonElement[] Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Golden, "diagnostics.json")));
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }
}

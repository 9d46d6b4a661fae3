using System.ComponentModel.DataAnnotations;
using System.Reflection;
using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

/// <summary>What holds for every loss under every choice of its options, each number at its default and at both of its limits.</summary>
public class EveryLossTests
{
    private static readonly double[] Point = [0.6, 0.8, 0, 0];
    private static readonly double[][] Four = UnitRows(4, 4, seed: 3);

    private static readonly (string What, double[][] Rows, long[] Labels)[] Batches =
    [
        ("one sample", [Point], [0]),
        ("one outlier", [Point], [-1]),
        ("one class", Four, [0, 0, 0, 0]),
        ("no positives", Four, [0, 1, 2, 3]),
        ("outliers", Four, [-1, -1, -1, -1]),
        ("one sample among outliers", Four, [-1, 0, -1, -1]),
        ("one point", [Point, Point, Point, Point], [0, 0, 1, 1]),
        ("one point of one class", [Point, Point, Point], [0, 0, 0]),
        ("one point and outliers there", [Point, Point, Point, Point], [0, 0, -1, -1]),
        ("one point and another", [Point, Point, Point, Point, [0, 0, 1, 0]], [0, 0, 1, 1, 0]),
        ("opposite points, a class each", [[1, 0], [1, 0], [-1, 0], [-1, 0]], [0, 0, 1, 1]),
        ("opposite points, the classes mixed", [[1, 0], [-1, 0], [1, 0], [-1, 0]], [0, 0, 1, 1]),
        ("length 1e-4", Scaled(1e-4), [0, 0, 1, -1]),
        ("length 1e4", Scaled(1e4), [0, 0, 1, -1]),
        ("all lengths", [[1e-20, 0], [0, 1e-20], [1e8, 0], [-1e8, 1e8]], [0, 0, 1, 1]),
    ];

    /// <summary>Every loss under every way of choosing its terms that is not left to chance.</summary>
    public static TheoryData<string, string> Defaults() => new()
    {
        { "ContrastiveLoss", "" }, { "TripletLoss", "mining=hard" }, { "TripletLoss", "mining=semihard" }, { "TripletLoss", "mining=all" }, { "NPairLoss", "pairs=first" },
        { "InfoNceLoss", "" }, { "SupConLoss", "" }, { "ArcFaceLoss", "" }, { "CclLoss", "" },
    };

    public static TheoryData<string, string> Settings()
    {
        var data = new TheoryData<string, string>();
        foreach (var type in typeof(ContrastiveLoss).Assembly.GetTypes().Where(t => t.GetCustomAttribute<PluginAttribute>() is not null))
        {
            var options = type.GetNestedType("Options")!.GetConstructors().Single().GetParameters();
            var limits = options.Select(p => (p.Name, Range: p.GetCustomAttribute<RangeAttribute>())).Where(o => o.Range is not null)
                .SelectMany(o => new[] { $"{o.Name}={o.Range!.Minimum}", $"{o.Name}={o.Range.Maximum}" });
            IEnumerable<string> settings = ["", .. limits];
            foreach (var option in options.Where(p => p.ParameterType.IsEnum))
                settings = settings.SelectMany(s => Enum.GetNames(option.ParameterType).Select(v => $"{s},{option.Name}={v}".TrimStart(','))).ToList();
            foreach (var setting in settings)
                data.Add(type.Name, Underscored(setting));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void An_embedding_that_is_no_number_makes_a_loss_that_is_none(string name, string options)
    {
        using var loss = Loss(name, options, 4);
        Assert.Equal(double.NaN, Evaluate(loss, [[double.NaN, 0, 0, 0], .. Four], [0, 0, 0, 1, 1]).Value);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Values_and_gradients_are_finite_and_without_terms_zero(string name, string options)
    {
        var withoutTerms = new List<string>();
        foreach (var (what, rows, labels) in Batches)
        {
            foreach (var type in (torch.ScalarType[])[torch.ScalarType.Float32, torch.ScalarType.Float64])
            {
                using var loss = Loss(name, options, rows[0].Length);
                var (value, terms, active, gradient) = Evaluate(loss, rows, labels, type);
                var slopes = gradient.Concat(loss.parameters().Any() ? WeightGradient(loss) : []).SelectMany(row => row).ToList();
                Assert.True(double.IsFinite(value) && slopes.TrueForAll(double.IsFinite), $"{what}, {type}: the value is {value}, the gradient {string.Join(", ", slopes)}");
                Assert.InRange(active, 0, terms);
                if (terms > 0)
                    continue;
                Assert.True(value == 0 && slopes.TrueForAll(x => x == 0), $"{what}, {type}: no terms, but the value is {value}, the gradient {string.Join(", ", slopes)}");
                withoutTerms.Add(what);
            }
        }

        Assert.Contains("one outlier", withoutTerms);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void What_follows_a_step_leaves_the_next_one_finite(string name, string options)
    {
        foreach (var (what, rows, labels) in Batches)
        {
            using var loss = Loss(name, options, rows[0].Length);
            using (torch.no_grad())
                loss.AfterStep(new Batch(Rows(rows, torch.ScalarType.Float32), torch.tensor(labels)));
            var next = Evaluate(loss, rows, labels, torch.ScalarType.Float32);
            Assert.True(double.IsFinite(next.Value) && next.Gradient.All(row => row.All(double.IsFinite)), what);
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_memory_of_references_adds_terms_and_keeps_the_batch_apart_from_itself(string name, string options)
    {
        using var scope = torch.NewDisposeScope();
        var rows = Rows(UnitRows(6, 4, seed: 5), torch.ScalarType.Float32);
        var labels = torch.tensor(new long[] { 0, 1, 0, 1, 0, 1 });
        var alone = Loss(name, options, 4).Compute(new Batch(rows.narrow(0, 0, 4), labels.narrow(0, 0, 4)));
        var remembering = Loss(name, options, 4).Compute(new Batch(rows.narrow(0, 0, 4), labels.narrow(0, 0, 4), rows, labels));
        Assert.True(remembering.Terms.item<long>() >= alone.Terms.item<long>());
        Assert.True(remembering.Loss.isfinite().item<bool>());
    }

    private static double[][] Scaled(double length) => [.. Four.Select(row => row.Select(x => length * x).ToArray())];

    /// <summary>Options as users write them.</summary>
    private static string Underscored(string options) =>
        string.Concat(options.Select((c, i) => char.IsUpper(c) && i > 0 && char.IsLower(options[i - 1]) ? $"_{c}" : $"{c}")).ToLowerInvariant();

    private static MetricLoss Loss(string name, string options, int embeddingSize) => Create(
        typeof(ContrastiveLoss).Assembly.GetType($"MetricPlugins.Losses.{name}")!, 4, embeddingSize,
        [.. options.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=')).Select(o => KeyValuePair.Create(o[0], o[1]))]);
}

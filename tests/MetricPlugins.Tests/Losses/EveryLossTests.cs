using System.ComponentModel.DataAnnotations;
using System.Reflection;
using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

/// <summary>What holds for every loss under every choice of its options, and at the limits of each.</summary>
public class EveryLossTests
{
    private static readonly double[] Point = [0.6, 0.8, 0, 0];

    public static TheoryData<string, string> Settings()
    {
        var data = new TheoryData<string, string>();
        foreach (var type in typeof(ContrastiveLoss).Assembly.GetTypes().Where(t => t.GetCustomAttribute<PluginAttribute>() is not null))
        {
            var options = type.GetNestedType("Options")!.GetConstructors().Single().GetParameters();
            IEnumerable<string> choices = [""];
            foreach (var option in options.Where(p => p.ParameterType.IsEnum))
                choices = choices.SelectMany(c => Enum.GetNames(option.ParameterType).Select(v => $"{c},{option.Name}={v}".TrimStart(','))).ToList();
            var limits = options.Select(p => (p.Name, Range: p.GetCustomAttribute<RangeAttribute>())).Where(o => o.Range is not null)
                .SelectMany(o => new[] { $"{o.Name}={o.Range!.Minimum}", $"{o.Name}={o.Range.Maximum}" });
            foreach (var choice in choices.Concat(limits))
                data.Add(type.Name, Underscored(choice));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Coinciding_points_have_finite_values_and_gradients(string loss, string options) =>
        Check(loss, options, [Point, Point, Point, Point, [0, 0, 1, 0]], [0, 0, 1, 1, 0]);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Without_terms_value_and_gradient_are_zero(string loss, string options)
    {
        var rows = UnitRows(4, 4, seed: 3);
        foreach (var (batch, labels) in new (double[][], long[])[] { ([rows[0]], [0]), (rows, [0, 0, 0, 0]), (rows, [0, 1, 2, 3]), (rows, [-1, -1, -1, -1]) })
        {
            var result = Check(loss, options, batch, labels);
            if (result.Terms == 0)
                Assert.Equal((0.0, 0, 0.0), (result.Value, result.Active, result.Gradient.Sum(row => row.Sum(Math.Abs))));
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Float32_extremes_stay_finite(string loss, string options) =>
        Check(loss, options, [[1e-20, 0], [0, 1e-20], [1e8, 0], [-1e8, 1e8]], [0, 0, 1, 1], torch.ScalarType.Float32);

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

    /// <summary>Options as users write them.</summary>
    private static string Underscored(string options) =>
        string.Concat(options.Select((c, i) => char.IsUpper(c) && i > 0 && char.IsLower(options[i - 1]) ? $"_{c}" : $"{c}")).ToLowerInvariant();

    private static (double Value, long Terms, long Active, double[][] Gradient) Check(
        string loss, string options, double[][] rows, long[] labels, torch.ScalarType type = torch.ScalarType.Float64)
    {
        var result = Evaluate(Loss(loss, options, rows[0].Length), rows, labels, type);
        Assert.True(double.IsFinite(result.Value));
        Assert.All(result.Gradient, row => Assert.All(row, x => Assert.True(double.IsFinite(x))));
        Assert.InRange(result.Active, 0, result.Terms);
        return result;
    }

    private static MetricLoss Loss(string name, string options, int embeddingSize) => Create(
        typeof(ContrastiveLoss).Assembly.GetType($"MetricPlugins.Losses.{name}")!, 4, embeddingSize,
        [.. options.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=')).Select(o => KeyValuePair.Create(o[0], o[1]))]);
}

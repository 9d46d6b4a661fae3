using System.Reflection;
using System.Text.Json;
using MetricPlugins.Losses;

namespace MetricPlugins.Tests.Losses;

public class GoldenLossTests
{
    private static readonly Dictionary<string, Type> Losses = typeof(ContrastiveLoss).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<PluginAttribute>() is not null)
        .ToDictionary(type => type.GetCustomAttribute<PluginAttribute>()!.Name);

    /// <summary>Index, loss and options of every reference case of a loss there is.</summary>
    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        if (Directory.Exists(Repository.Golden))
        {
            foreach (var (index, golden) in Read().Index().Where(c => Losses.ContainsKey(c.Item.GetProperty("loss").GetString()!)))
                data.Add(index, $"{golden.GetProperty("loss")} {golden.GetProperty("options")}");
        }

        return data;
    }

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Float64_equals_the_reference_to_nine_digits(int index, string name)
    {
        var (golden, loss, rows, labels) = Prepare(index);
        var (value, terms, active, gradient) = LossCase.Evaluate(loss, rows, labels);

        var expected = golden.GetProperty("value").GetDouble();
        Assert.True(Math.Abs(value - expected) <= 1e-9 * Math.Abs(expected), $"{name}: {value} is not {expected}");
        Assert.Equal((golden.GetProperty("terms").GetInt64(), golden.GetProperty("active").GetInt64()), (terms, active));
        var reference = Matrix(golden.GetProperty("gradient"));
        Assert.True(Norm(Difference(gradient, reference)) <= 1e-9 * Norm(reference), $"{name}: gradient is off by {Norm(Difference(gradient, reference))} of {Norm(reference)}");
    }

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Float32_equals_the_reference_to_five_digits_and_counts_the_same(int index, string name)
    {
        var (golden, loss, rows, labels) = Prepare(index);
        var (value, terms, active, gradient) = LossCase.Evaluate(loss, rows, labels, torch.ScalarType.Float32);

        var expected = golden.GetProperty("value").GetDouble();
        Assert.True(Math.Abs(value - expected) <= 1e-5 * Math.Max(1, Math.Abs(expected)), $"{name}: {value} is not {expected}");
        Assert.Equal((golden.GetProperty("terms").GetInt64(), golden.GetProperty("active").GetInt64()), (terms, active));
        var reference = Matrix(golden.GetProperty("gradient"));
        Assert.True(Norm(Difference(gradient, reference)) <= 1e-5 * Math.Max(Norm(reference), 1e-2), $"{name}: gradient is off by {Norm(Difference(gradient, reference))} of {Norm(reference)}");
    }

    private static (JsonElement Golden, MetricLoss Loss, double[][] Rows, long[] Labels) Prepare(int index)
    {
        var golden = Read()[index];
        var rows = Matrix(golden.GetProperty("embeddings"));
        var options = golden.GetProperty("options").EnumerateObject().Select(o => KeyValuePair.Create(o.Name, o.Value.ToString())).ToList();
        var loss = LossCase.Create(Losses[golden.GetProperty("loss").GetString()!], golden.GetProperty("classes").GetInt32(), rows[0].Length, options);
        return (golden, loss, rows, [.. golden.GetProperty("labels").EnumerateArray().Select(l => l.GetInt64())]);
    }

    private static JsonElement[] Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Golden, "losses.json")));
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }

    private static double[][] Matrix(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())];

    private static double[][] Difference(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (p, q) => p - q).ToArray())];

    private static double Norm(double[][] rows) => Math.Sqrt(rows.Sum(row => row.Sum(x => x * x)));
}

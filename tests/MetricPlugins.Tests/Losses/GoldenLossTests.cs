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
    public void Float64_equals_the_reference_to_nine_digits(int index, string name) =>
        Check(Read()[index], name, torch.ScalarType.Float64, value => 1e-9 * Math.Abs(value), norm => 1e-9 * norm);

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void Float32_equals_the_reference_to_five_digits_and_counts_the_same(int index, string name) =>
        Check(Read()[index], name, torch.ScalarType.Float32, value => 1e-5 * Math.Max(1, Math.Abs(value)), norm => 1e-5 * Math.Max(norm, 1e-2));

    private static void Check(JsonElement golden, string name, torch.ScalarType type, Func<double, double> valueTolerance, Func<double, double> gradientTolerance)
    {
        var rows = Matrix(golden.GetProperty("embeddings"));
        using var loss = Create(golden, rows[0].Length);
        var hasWeights = golden.GetProperty("weights").ValueKind == JsonValueKind.Array;
        if (hasWeights)
            LossCase.SetWeights(loss.to(type), Matrix(golden.GetProperty("weights")));
        var (value, terms, active, gradient) = LossCase.Evaluate(loss, rows, [.. golden.GetProperty("labels").EnumerateArray().Select(l => l.GetInt64())], type);

        var expected = golden.GetProperty("value").GetDouble();
        Assert.True(Math.Abs(value - expected) <= valueTolerance(expected), $"{name}: {value} is not {expected}");
        Assert.Equal((golden.GetProperty("terms").GetInt64(), golden.GetProperty("active").GetInt64()), (terms, active));
        CheckGradient("gradient", gradient);
        if (hasWeights)
            CheckGradient("weight_gradient", LossCase.WeightGradient(loss));

        void CheckGradient(string property, double[][] actual)
        {
            var reference = Matrix(golden.GetProperty(property));
            var error = Norm(Difference(actual, reference));
            Assert.True(error <= gradientTolerance(Norm(reference)), $"{name}: {property} is off by {error} of {Norm(reference)}");
        }
    }

    private static MetricLoss Create(JsonElement golden, int embeddingSize)
    {
        var name = golden.GetProperty("loss").GetString()!;
        var options = golden.GetProperty("options").EnumerateObject().Select(o => KeyValuePair.Create(o.Name, o.Value.ToString())).ToList();
        // Nothing in a reference case is drawn: its pairs are the first two samples of each class.
        if (name == "npair")
            options.Add(KeyValuePair.Create("pairs", "first"));
        return LossCase.Create(Losses[name], golden.GetProperty("classes").GetInt32(), embeddingSize, options);
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

using MetricPlugins.Datasets;
using MetricPlugins.Tests.Node;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.Datasets.Features;

public sealed class ParquetFeaturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Lists_of_double_with_labels_that_may_be_null_are_read_over_row_groups()
    {
        await Write("a.parquet", [1, 2, 3, 4], [10, 20, 10, 20], ["train", "test", "train", "test"], rowsPerGroup: 3);
        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new());
        Assert.Equal(["10", "20"], dataset.Classes);
        using var test = dataset.Load(Split.Test);
        Assert.Equal([2f, -2, 4, -4], test.Inputs.data<float>().ToArray());
        Assert.Equal([1L, 1], test.Labels.data<long>().ToArray());
    }

    [Fact]
    public async Task Files_a_split_share_their_classes()
    {
        await Write("train.parquet", [1, 2], [10, 20], ["", ""]);
        await Write("test.parquet", [3, 4], [20, 30], ["", ""]);
        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new());
        Assert.Equal(["10", "20", "30"], dataset.Classes);
        using var test = dataset.Load(Split.Test);
        Assert.Equal([1L, 2], test.Labels.data<long>().ToArray());
    }

    [Fact]
    public async Task A_null_label_and_a_row_of_another_length_are_refused()
    {
        await Write("a.parquet", [1, 2, 3], [10, null, 20], ["train", "train", "test"]);
        Assert.Contains("row 1 of column label (the first is 0) is null", new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
        await Write("a.parquet", [1, 2, 3], [10, 20, 20], ["train", "train", "test"], longer: 2);
        Assert.Contains("row 2 of column", new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_told_with_those_that_are()
    {
        await Write("a.parquet", [1, 2], [10, 20], ["train", "test"]);
        Assert.Contains("embedding=missing is not among them. Name it", new FeatureVectors(new DatasetContext(folder.Path), new(Embedding: "missing")).Refusal());
        Assert.Contains("vector (DOUBLE[]), label (INTEGER), split (VARCHAR)", new FeatureVectors(new DatasetContext(folder.Path), new(Label: "vector")).Refusal());
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_its_name()
    {
        await Write("a.parquet", [1, 2], [10, 20], ["train", "test"]);
        var whole = File.ReadAllBytes(folder.File("a.parquet"));
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            folder.Write(bytes, "a.parquet");
            try
            {
                new FeatureVectors(new DatasetContext(folder.Path), new()).Load(Split.Train).Dispose();
            }
            catch (InvalidInputException e)
            {
                Assert.Contains("a.parquet", e.Message);
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    [NodeFact]
    public void Files_of_arrow_are_read_in_every_codec_with_lists_of_every_kind_of_number()
    {
        NodeProcess.Run("write-features.mjs", arguments: folder.Path);
        var files = Directory.GetFiles(folder.Path);
        Assert.Equal(6, files.Length);
        foreach (var file in files)
        {
            foreach (var (embedding, last) in new[] { ("half", 0.5f), ("float", 0.5f), ("double", 0.5f), ("fixed", 0.5f), ("short", 2) })
            {
                var dataset = new FeatureVectors(new DatasetContext(file), new(Embedding: embedding, Label: embedding == "fixed" ? "number" : "label"));
                Assert.Equal(embedding == "fixed" ? ["0", "1", "2"] : ["class 0", "class 1", "class 2"], dataset.Classes);
                using var train = dataset.Load(Split.Train);
                var (inputs, labels) = (train.Inputs.data<float>().ToArray(), train.Labels.data<long>().ToArray());
                Assert.Equal(3 * labels.Length, inputs.Length);
                Assert.All(labels.Index(), row => Assert.Equal(
                    [(float)(inputs[3 * row.Index] % 3), -inputs[3 * row.Index], last], [(float)row.Item, inputs[(3 * row.Index) + 1], inputs[(3 * row.Index) + 2]]));
            }
        }
    }

    // Rows [v, -v]; the last may be longer.
    private async Task Write(string file, double[] values, int?[] labels, string[] splits, int rowsPerGroup = 100, int longer = 0)
    {
        var vector = new DataField<double>("element");
        var (label, split) = (new DataField<int?>("label"), new DataField<string>("split"));
        var schema = new ParquetSchema(new ListField("vector", vector), label, split);
        await using var stream = File.Create(folder.File(file));
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        for (var start = 0; start < values.Length; start += rowsPerGroup)
        {
            var rows = Enumerable.Range(start, Math.Min(rowsPerGroup, values.Length - start)).ToList();
            var lists = rows.Select(row => Enumerable.Repeat(values[row], row == values.Length - 1 ? 2 + longer : 2).Select((v, i) => i % 2 == 0 ? v : -v).ToArray()).ToList();
            double[] numbers = [.. lists.SelectMany(list => list)];
            int[] continues = [.. lists.SelectMany(list => list.Select((_, i) => i == 0 ? 0 : 1))];
            var leaf = schema.GetDataFields()[0];
            using var group = writer.CreateRowGroup();
            await group.WriteAllPartsAsync<double>(leaf, numbers, Enumerable.Repeat(leaf.MaxDefinitionLevel, numbers.Length).ToArray(), continues, default);
            await group.WriteAsync<int>(label, rows.Select(row => labels[row]).ToArray());
            await group.WriteAsync(split, rows.Select(row => splits[row]).ToArray());
            group.CompleteValidate();
        }
    }
}

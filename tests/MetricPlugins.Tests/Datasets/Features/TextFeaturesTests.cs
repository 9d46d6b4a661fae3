using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets.Features;

/// <summary>CSV and JSON.</summary>
public sealed class TextFeaturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.csv", ",")]
    [InlineData("a.tsv", "\t")]
    public void Columns_of_numbers_are_the_vector_in_their_order(string file, string separator)
    {
        File.WriteAllLines(folder.File(file), new[] { "name;f0;split;f1", "b;1;train;1.5", "a;2;test;-2", "a;3;train;3", "b;-4;test;1e-3" }.Select(line => line.Replace(";", separator, StringComparison.Ordinal)));
        var dataset = Features(file, new(Label: "name"));
        Assert.Equal(["a", "b"], dataset.Classes);
        AssertLoads(dataset, Split.Train, [1, 1.5f, 3, 3], [1, 0]);
        AssertLoads(dataset, Split.Test, [2, -2, -4, 1e-3f], [0, 1]);
    }

    [Fact]
    public void A_label_of_numbers_is_no_part_of_the_vector_and_a_pattern_leaves_out_others()
    {
        File.WriteAllText(folder.File("a.csv"), "id,label,f0,f1\n7,0,1,2\n8,1,3,4\n9,0,5,6\n10,1,7,8\n");
        var all = Features("a.csv", new(TestShare: 0.5));
        using (var train = all.Load(Split.Train))
            Assert.Equal([2L, 3], train.Inputs.shape);

        var some = Features("a.csv", new(Embedding: "f*", TestShare: 0.5));
        using (var train = some.Load(Split.Train))
            Assert.Equal([2L, 2], train.Inputs.shape);
        Assert.Contains("embedding=g* is not among them", Features("a.csv", new(Embedding: "g*", TestShare: 0.5)).Refusal());
    }

    [Theory]
    [InlineData("a.json", "[{0}]", ",")]
    [InlineData("a.jsonl", "{0}", "\n")]
    [InlineData("a.ndjson", "{0}", "\n")]
    public void Objects_with_lists_of_numbers_are_read(string file, string around, string between)
    {
        string[] rows = ["""{"z":[1,2.5],"label":"x","split":"train"}""", """{"z":[3,4],"label":"y","split":"test"}""", """{"split":"train","label":"y","z":[-5,6e2]}"""];
        File.WriteAllText(folder.File(file), string.Format(null, around, string.Join(between, rows)));
        var dataset = Features(file, new());
        AssertLoads(dataset, Split.Train, [1, 2.5f, -5, 600], [0, 1]);
        AssertLoads(dataset, Split.Test, [3, 4], [1]);
    }

    [Fact]
    public void A_number_far_below_that_is_not_whole_changes_the_type_of_its_column_alone()
    {
        File.WriteAllLines(folder.File("a.csv"), ["label,f0,f1", .. Enumerable.Range(0, 30_000).Select(i => $"{i % 2},{(i == 29_999 ? "0.25" : "1")},2")]);
        using var test = Features("a.csv", new()).Load(Split.Test);
        using var train = Features("a.csv", new()).Load(Split.Train);
        Assert.Equal(30_000, test.Inputs.shape[0] + train.Inputs.shape[0]);
        Assert.Single(test.Inputs.data<float>().Concat(train.Inputs.data<float>()), value => value == 0.25f);
    }

    [Theory]
    [InlineData("label,f0\n0,1\n,2\n", "row 1 of column label (the first is 0) is null")]
    [InlineData("label,f0\n0,1\n1,\n0,1\n1,1\n", "row 1 of column * (the first is 0) is null")]
    [InlineData("label,f0\n0,1\n1,inf\n0,1\n1,inf\n", "vectors must be finite in float32; number 0 of row")]
    [InlineData("label,f0\n0,1\n1,2,3,4\n5\n", "a.csv")]
    [InlineData("label,text\na,b\nc,d\na,b\nc,d\n", "embedding must have a vector per row")]
    public void What_is_wrong_is_told_in_one_line(string text, string problem)
    {
        File.WriteAllText(folder.File("a.csv"), text);
        var said = Features("a.csv", new(Label: "label", TestShare: 0.5)).Refusal();
        Assert.Contains(problem, said);
        Assert.DoesNotContain('\n', said);
    }

    [Theory]
    [InlineData("a.json", "[{\"label\": 0, ")]
    [InlineData("a.jsonl", "no JSON at all")]
    [InlineData("a.csv", "")]
    public void What_is_no_table_is_refused_in_one_line(string file, string text)
    {
        File.WriteAllText(folder.File(file), text);
        var said = Features(file, new()).Refusal();
        Assert.Contains(file, said);
        Assert.DoesNotContain('\n', said);
    }

    private FeatureVectors Features(string file, FeatureVectors.Options options) => new(new DatasetContext(folder.File(file)), options);

    private static void AssertLoads(FeatureVectors dataset, Split split, float[] inputs, long[] labels)
    {
        using var samples = dataset.Load(split);
        Assert.Equal(inputs, samples.Inputs.data<float>().ToArray());
        Assert.Equal(labels, samples.Labels.data<long>().ToArray());
    }
}

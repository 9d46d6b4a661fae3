using System.IO.Compression;
using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets.Features;

public sealed class NumPyFeaturesTests : IDisposable
{
    private static readonly float[,] Six = { { 0, 0.5f }, { 1, 1.5f }, { 2, 2.5f }, { 3, 3.5f }, { 4, 4.5f }, { 5, 5.5f } };
    private static readonly string[] Splits = ["train", "test", "train", "validation", "test", "train"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void An_archive_with_splits_is_read_stored_or_deflated(CompressionLevel level)
    {
        folder.Write(NpyWriter.Archive(level, ("embeddings", NpyWriter.Vectors(Six)), ("labels", NpyWriter.Integers(7, 7, 3, -1, 3, 10)), ("split", NpyWriter.Texts(Splits))), "a.npz");
        var dataset = new FeatureVectors(new DatasetContext(folder.File("a.npz")), new());

        // Numbers are in order of their values: 10 is behind 7. Rows held out for validation are train rows.
        Assert.Equal(["3", "7", "10"], dataset.Classes);
        AssertLoads(dataset, Split.Train, [0, 2, 3, 5], [1, 0, -1, 2]);
        AssertLoads(dataset, Split.Test, [1, 4], [1, 0]);
    }

    [Fact]
    public void Arrays_in_files_of_their_own_are_read_from_their_folder()
    {
        folder.Write(NpyWriter.Vectors(Six), "x.npy");
        folder.Write(NpyWriter.Texts("b", "B", "a", "b", "a", "B"), "y.npy");
        folder.Write(NpyWriter.Texts(Splits), "split.npy");
        Assert.Contains("a single array", new FeatureVectors(new DatasetContext(folder.File("x.npy")), new()).Refusal());

        // Two arrays of texts might both be labels.
        Assert.Contains("label must have an integer or a string per row; " + folder.Path + " has split (U10 [6]), y (U1 [6])", new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new(Label: "y"));
        Assert.Equal(["B", "a", "b"], dataset.Classes);
        AssertLoads(dataset, Split.Test, [1, 4], [0, 1]);
    }

    [Fact]
    public void A_folder_a_split_is_read()
    {
        foreach (var split in new[] { "train", "test" })
        {
            folder.Write(NpyWriter.Vectors(Six), split, "embedding.npy");
            folder.Write(NpyWriter.Integers(split == "train" ? [0, 0, 0, 4, 4, 4] : [4, 4, 2, 2, 0, 0]), split, "label.npy");
        }

        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new());
        Assert.Equal(["0", "2", "4"], dataset.Classes);
        AssertLoads(dataset, Split.Train, [0, 1, 2, 3, 4, 5], [0, 0, 0, 2, 2, 2]);
        Assert.Equal([2L, 2, 1, 1, 0, 0], Loaded(dataset, Split.Test).Labels);

        folder.Write(NpyWriter.Vectors(new float[6, 3]), "test", "embedding.npy");
        dataset = new FeatureVectors(new DatasetContext(folder.Path), new());
        dataset.Load(Split.Train).Dispose();
        Assert.Contains("here it is 3", dataset.Refusal(Split.Test));
        Assert.Contains("Leave it out", new FeatureVectors(new DatasetContext(folder.Path), new(Split: "split")).Refusal());
    }

    [Fact]
    public void Without_splits_a_share_of_each_label_is_the_test_split()
    {
        var values = new float[100, 1];
        for (var row = 0; row < 100; row++)
            values[row, 0] = row;
        folder.Write(NpyWriter.Archive(CompressionLevel.Fastest, ("x", NpyWriter.Vectors(values)), ("y", NpyWriter.Integers([.. Enumerable.Range(0, 100).Select(row => (long)row / 50)]))), "a.npz");
        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new(TestShare: 0.3));
        var (train, test) = (Loaded(dataset, Split.Train), Loaded(dataset, Split.Test));
        Assert.Equal([15, 15], test.Labels.CountBy(label => label).Select(c => c.Value));
        Assert.Equal(Enumerable.Range(0, 100).Select(row => (double)row), train.Firsts.Concat(test.Firsts).Order());
        Assert.All(test.Firsts.Zip(test.Labels), row => Assert.Equal((long)row.First / 50, row.Second));
        Assert.NotEqual(test.Firsts, Loaded(new FeatureVectors(new DatasetContext(folder.Path), new(TestShare: 0.3, DataSeed: 1)), Split.Test).Firsts);
    }

    [Theory]
    [InlineData("<f2", 1)]
    [InlineData(">f2", 2)]
    [InlineData("<f4", 3)]
    [InlineData(">f4", 1)]
    [InlineData("<f8", 2)]
    [InlineData(">f8", 3)]
    public void Numbers_of_every_size_order_and_version_are_read_in_rows_and_columns(string descr, int version)
    {
        double[] rows = [0, 0.5, 1, 1.5, 2, -2.5];
        double[] columns = [0, 1, 2, 0.5, 1.5, -2.5];
        foreach (var fortran in new[] { false, true })
        {
            var bytes = (fortran ? columns : rows).SelectMany(value => Bytes(descr, value)).ToArray();
            Assert.Equal(rows, Vectors(NpyWriter.Array(descr, "3, 2", bytes, version, fortran)));
        }
    }

    [Theory]
    [InlineData("|i1", new byte[] { 0, 1, 0xff })]
    [InlineData("|u1", new byte[] { 0, 1, 200 })]
    [InlineData("<i2", new byte[] { 0, 0, 1, 0, 0xff, 0xff })]
    [InlineData(">u2", new byte[] { 0, 0, 0, 1, 1, 0 })]
    [InlineData(">i4", new byte[] { 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff })]
    [InlineData("|S2", new byte[] { (byte)'0', 0, (byte)'1', 0, (byte)'z', (byte)'z' })]
    public void Labels_of_every_type_are_read(string descr, byte[] values)
    {
        var last = descr switch { "|u1" => "200", ">u2" => "256", "|S2" => "zz", _ => null };
        folder.Write(NpyWriter.Vectors(new float[3, 1]), "x.npy");
        folder.Write(NpyWriter.Array(descr, "3,", values), "label.npy");
        folder.Write(NpyWriter.Texts("train", "train", "test"), "split.npy");
        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new());
        Assert.Equal([.. new[] { "0", "1" }, .. last is null ? Array.Empty<string>() : [last]], dataset.Classes);
        Assert.Equal([last is null ? -1L : 2], Loaded(dataset, Split.Test).Labels);
    }

    [Theory]
    [InlineData("|O", "Python objects")]
    [InlineData("<c8", "numbers or strings")]
    [InlineData("<i3", "integers of 3 bytes")]
    [InlineData("<f999999999", "1 to 1048576 bytes")]
    public void Arrays_of_other_types_are_refused(string descr, string problem)
    {
        folder.Write(NpyWriter.Array(descr, "2,", new byte[16]), "x.npy");
        Assert.Contains(problem, new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
    }

    [Theory]
    [InlineData("3, 2", 20, "takes 24 bytes; the file has 20")]
    [InlineData("3, 2", 28, "takes 24 bytes; the file has 28")]
    [InlineData("9223372036854775807, 9223372036854775807", 24, "the file has 24")]
    [InlineData("3, 0", 0, "vectors must have 1 to 2147483647 numbers")]
    [InlineData("0, 9223372036854775807", 0, "vectors must have 1 to 2147483647 numbers")]
    public void A_shape_that_is_not_that_of_the_bytes_is_refused(string shape, int bytes, string problem)
    {
        folder.Write(NpyWriter.Array("<f4", shape, new byte[bytes]), "x.npy");
        folder.Write(NpyWriter.Integers(0, 1, 2), "label.npy");
        folder.Write(NpyWriter.Texts("train", "train", "test"), "split.npy");
        Assert.Contains(problem, new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_row_that_is_not_finite_is_named(float value)
    {
        var values = (float[,])Six.Clone();
        values[4, 1] = value;
        folder.Write(NpyWriter.Archive(CompressionLevel.Fastest, ("x", NpyWriter.Vectors(values)), ("y", NpyWriter.Integers(0, 0, 0, 1, 1, 1)), ("split", NpyWriter.Texts(Splits))), "a.npz");
        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new(Label: "y"));
        dataset.Load(Split.Train).Dispose();
        Assert.Contains("number 1 of row 4 of x (the first is 0)", dataset.Refusal(Split.Test));
    }

    [Fact]
    public void Rows_labels_and_splits_are_equally_many_and_known()
    {
        void Refuses(string problem, params (string, byte[])[] arrays)
        {
            folder.Write(NpyWriter.Archive(CompressionLevel.Fastest, arrays), "a.npz");
            Assert.Contains(problem, new FeatureVectors(new DatasetContext(folder.Path), new(Label: "y")).Refusal());
        }

        var x = ("x", NpyWriter.Vectors(Six));
        Refuses("x has 6 rows, the labels 5", x, ("y", NpyWriter.Integers(0, 0, 0, 1, 1)));
        Refuses("split has 6 rows, the labels 5", x, ("y", NpyWriter.Integers(0, 0, 0, 1, 1)), ("split", NpyWriter.Texts(Splits)));
        Refuses("row 1 of split (the first is 0) is \"Test\"", x, ("y", NpyWriter.Integers(0, 0, 0, 1, 1, 1)), ("split", NpyWriter.Texts("train", "Test", "train", "train", "test", "test")));
        Refuses("row 2 of y (the first is 0) is -2", x, ("y", NpyWriter.Integers(0, 0, -2, 1, 1, 1)));
        Refuses("rows have 1", x, ("y", NpyWriter.Integers(0, 0, 0, 0, 0, -1)));
        Refuses("train has 6, test 0", x, ("y", NpyWriter.Integers(0, 0, 0, 1, 1, 1)), ("split", NpyWriter.Texts([.. Enumerable.Repeat("train", 6)])));
        Refuses("is not among them", x, ("z", NpyWriter.Integers(0, 0, 0, 1, 1, 1)));
        Refuses("embedding must have a vector per row", x, ("x2", NpyWriter.Vectors(Six)), ("y", NpyWriter.Integers(0, 0, 0, 1, 1, 1)));
    }

    [Fact]
    public void What_is_not_there_or_too_much_says_what_is_read()
    {
        Assert.Contains("none was named", new FeatureVectors(new DatasetContext(null), new()).Refusal());
        Assert.Contains("does not exist", new FeatureVectors(new DatasetContext(folder.File("none")), new()).Refusal());
        Assert.Contains("none of these", new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
        folder.Text(["x"], "x.txt");
        Assert.Contains("is another kind of file", new FeatureVectors(new DatasetContext(folder.File("x.txt")), new()).Refusal());
        folder.Write([], "a.npz");
        Assert.Contains("a.npz cannot be read", new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
        folder.Write([], "b.npz");
        Assert.Contains("several: a.npz, b.npz", new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
        folder.Write([], "train.npz");
        Assert.Contains("has train.npz and no file for the other split", new FeatureVectors(new DatasetContext(folder.Path), new()).Refusal());
    }

    [Theory]
    [InlineData("x.npy")]
    [InlineData("a.npz")]
    public void Damaged_files_are_read_or_refused_and_nothing_else(string file)
    {
        var x = NpyWriter.Vectors(Six);
        var y = NpyWriter.Integers(0, 0, 0, 1, 1, 1);
        folder.Write(y, "y.npy");
        var whole = file == "x.npy" ? x : NpyWriter.Archive(CompressionLevel.Optimal, ("x", x), ("y", y));
        var random = new Random(7);
        for (var trial = 0; trial < 1_500; trial++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(Math.Min(bytes.Length, 400))] = random.Next(3) switch { 0 => 0, 1 => (byte)'9', _ => (byte)random.Next(256) };
            folder.Write(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes, file);
            try
            {
                new FeatureVectors(new DatasetContext(file == "x.npy" ? folder.Path : folder.File(file)), new()).Load(Split.Train).Dispose();
            }
            catch (InvalidInputException e)
            {
                Assert.Contains(folder.Path, e.Message);
            }
        }
    }

    private double[] Vectors(byte[] array)
    {
        folder.Write(array, "x.npy");
        folder.Write(NpyWriter.Integers(0, 1, 1), "label.npy");
        folder.Write(NpyWriter.Texts("train", "train", "test"), "split.npy");
        var dataset = new FeatureVectors(new DatasetContext(folder.Path), new());
        using var train = dataset.Load(Split.Train);
        using var test = dataset.Load(Split.Test);
        return [.. train.Inputs.data<float>().ToArray().Concat(test.Inputs.data<float>().ToArray()).Select(value => (double)value)];
    }

    private static byte[] Bytes(string descr, double value)
    {
        byte[] little = descr[2] switch
        {
            '2' => BitConverter.GetBytes((Half)value),
            '4' => BitConverter.GetBytes((float)value),
            _ => BitConverter.GetBytes(value),
        };
        return descr[0] == '>' ? [.. little.Reverse()] : little;
    }

    private static void AssertLoads(Dataset dataset, Split split, double[] firsts, long[] labels)
    {
        var loaded = Loaded(dataset, split);
        Assert.Equal(firsts, loaded.Firsts);
        Assert.Equal(labels, loaded.Labels);
    }

    private static (double[] Firsts, long[] Labels) Loaded(Dataset dataset, Split split)
    {
        using var samples = dataset.Load(split);
        Assert.Equal(torch.ScalarType.Float32, samples.Inputs.dtype);
        using var firsts = samples.Inputs.select(1, 0).contiguous();
        return ([.. firsts.data<float>().ToArray().Select(value => (double)value)], samples.Labels.data<long>().ToArray());
    }
}

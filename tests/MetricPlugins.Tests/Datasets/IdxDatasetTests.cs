using System.Buffers.Binary;
using System.IO.Compression;
using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets;

public sealed class IdxDatasetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("metric-idx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Images_and_labels_are_read_plain_or_gzipped(bool gzip)
    {
        Write("t10k-images-idx3-ubyte", gzip, Idx([10_000, 28, 28], i => (byte)(i % 251)));
        Write("t10k-labels-idx1-ubyte", gzip, Idx([10_000], i => (byte)(i % 10)));

        using var samples = new FashionMnist(new DatasetContext(folder)).Load(Split.Test);

        Assert.Equal([10_000L, 1, 28, 28], samples.Inputs.shape);
        Assert.Equal(torch.ScalarType.Byte, samples.Inputs.dtype);
        Assert.Equal((3 * 784 + 5 * 28 + 7) % 251, samples.Inputs[3, 0, 5, 7].item<byte>());
        Assert.Equal(7, samples.Labels[9_997].item<long>());
    }

    [Fact]
    public void A_file_of_another_kind_is_named_with_what_it_begins_with()
    {
        Write("t10k-images-idx3-ubyte", false, Idx([10_000], _ => 0));
        Refuses("begins with 0x00000803", "begins with 0x00000801");
    }

    [Fact]
    public void A_file_with_another_count_is_named_with_both_counts()
    {
        Write("t10k-images-idx3-ubyte", true, Idx([9_999, 28, 28], _ => 0));
        Refuses("10000×28×28", "9999×28×28");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_ends_early_is_refused(bool gzip)
    {
        Write("t10k-images-idx3-ubyte", gzip, Idx([10_000, 28, 28], _ => 0)[..^1]);
        Refuses("t10k-images-idx3-ubyte", "cannot be read to its end");
    }

    [Fact]
    public void A_gzip_cut_short_is_refused()
    {
        Write("t10k-images-idx3-ubyte", true, Idx([10_000, 28, 28], i => (byte)(i * 7)));
        var path = Path.Combine(folder, "t10k-images-idx3-ubyte.gz");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..2000]);
        Refuses("t10k-images-idx3-ubyte.gz", "download it again");
    }

    [Fact]
    public void A_file_with_more_than_it_says_is_refused()
    {
        Write("t10k-images-idx3-ubyte", false, [.. Idx([10_000, 28, 28], _ => 0), 0]);
        Refuses("t10k-images-idx3-ubyte", "holds more");
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused()
    {
        Write("t10k-images-idx3-ubyte", false, Idx([10_000, 28, 28], _ => 0));
        Write("t10k-labels-idx1-ubyte", false, Idx([10_000], i => (byte)(i == 77 ? 10 : 0)));
        Refuses("labels 0 to 9", "has 10");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Refuses("t10k-images-idx3-ubyte", folder);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var none = Path.Combine(folder, "none");
        Assert.Contains(none, Assert.Throws<InvalidInputException>(() => new Mnist(new DatasetContext(none)).Load(Split.Train)).Message);
        Assert.Contains("--data", Assert.Throws<InvalidInputException>(() => new Mnist(new DatasetContext(null)).Load(Split.Train)).Message);
    }

    [MnistFact]
    public void The_real_mnist_has_its_known_first_labels_and_mean()
    {
        using var samples = new Mnist(new DatasetContext(Repository.Mnist)).Load(Split.Train);
        Assert.Equal([5L, 0, 4, 1, 9, 2, 1, 3, 1, 4], samples.Labels.data<long>().ToArray()[..10]);

        // 0.1307, the mean everyone normalises MNIST by.
        Assert.Equal(0.1307, samples.Inputs.to(torch.ScalarType.Float32).mean().item<float>() / 255, 4);
    }

    private void Refuses(params string[] words)
    {
        var message = Assert.Throws<InvalidInputException>(() => new Mnist(new DatasetContext(folder)).Load(Split.Test)).Message;
        Assert.All(words, word => Assert.Contains(word, message));
    }

    private void Write(string name, bool gzip, byte[] content)
    {
        using var file = File.Create(Path.Combine(folder, gzip ? name + ".gz" : name));
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(content);
    }

    private static byte[] Idx(int[] dimensions, Func<int, byte> value)
    {
        var content = new byte[4 + 4 * dimensions.Length + dimensions.Aggregate((a, b) => a * b)];
        BinaryPrimitives.WriteInt32BigEndian(content, 0x0800 + dimensions.Length);
        for (var d = 0; d < dimensions.Length; d++)
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 + 4 * d), dimensions[d]);
        var start = 4 + 4 * dimensions.Length;
        for (var i = start; i < content.Length; i++)
            content[i] = value(i - start);
        return content;
    }
}

using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets;

public sealed class Cifar10Tests : IDisposable
{
    private const int RecordBytes = 1 + (3 * 32 * 32);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin")]
    public void A_whole_set_is_read_from_its_folder_or_from_the_one_that_holds_it(string below)
    {
        for (var batch = 1; batch <= 5; batch++)
            folder.Write(Records(10_000, batch), below, $"data_batch_{batch}.bin");
        folder.Write(Records(10_000, 7), below, "test_batch.bin");
        var dataset = new Cifar10(new DatasetContext(folder.Path), new());

        using var train = dataset.Load(Split.Train);
        using var test = dataset.Load(Split.Test);
        Assert.Equal([50_000L, 3, 32, 32], train.Inputs.shape);
        Assert.Equal([10_000L, 3, 32, 32], test.Inputs.shape);
        Assert.Equal(torch.ScalarType.Byte, train.Inputs.dtype);

        // Record 10,003 is the fourth of the second file; red, green and blue planes follow one another, row by row.
        Assert.Equal((3 + 2) % 10, train.Labels[10_003].item<long>());
        Assert.Equal(Pixel(2, 3, (2 * 1024) + (5 * 32) + 7), train.Inputs[10_003, 2, 5, 7].item<byte>());
        Assert.Equal("truck", dataset.Classes[9]);
    }

    [Fact]
    public void A_missing_file_is_named_with_what_it_costs()
    {
        foreach (var batch in new[] { 1, 2, 4, 5 })
            folder.Write(Records(10_000, batch), $"data_batch_{batch}.bin");
        var message = new Cifar10(new DatasetContext(folder.Path), new()).Refusal();
        Assert.Contains("lacks data_batch_3.bin, with 10,000 of 50,000 images", message);
        Assert.EndsWith("metric data get cifar10", message);

        using var partial = new Cifar10(new DatasetContext(folder.Path), new(Partial: true)).Load(Split.Train);
        Assert.Equal(40_000, partial.Count);
    }

    [Fact]
    public void A_short_file_is_told_in_records_and_is_enough_for_trials_only()
    {
        folder.Write(Records(25, 1), "data_batch_1.bin");
        folder.Write(Records(5, 6), "test_batch.bin");
        Assert.Contains("it has 15365 bytes: 5 records and 0 bytes", new Cifar10(new DatasetContext(folder.Path), new()).Refusal(Split.Test));
        using var partial = new Cifar10(new DatasetContext(folder.Path), new(Partial: true)).Load(Split.Train);
        Assert.Equal(25, partial.Count);
    }

    [Fact]
    public void A_record_cut_through_is_refused_even_for_trials()
    {
        folder.Write(Records(25, 1)[..^1], "data_batch_1.bin");
        Assert.Contains("24 records and 3072 bytes", new Cifar10(new DatasetContext(folder.Path), new(Partial: true)).Refusal());
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused()
    {
        var records = Records(3, 1);
        records[2 * RecordBytes] = 10;
        folder.Write(records, "data_batch_1.bin");
        var message = new Cifar10(new DatasetContext(folder.Path), new(Partial: true)).Refusal();
        Assert.Contains("labels must be 0 to 9; record 2 of", message);
        Assert.Contains("has 10", message);
    }

    [Fact]
    public void A_folder_without_the_files_or_none_says_how_to_get_them()
    {
        Assert.Contains("has neither", new Cifar10(new DatasetContext(folder.Path), new()).Refusal());
        Assert.Contains("is not a folder", new Cifar10(new DatasetContext(folder.File("none")), new()).Refusal());
        var unnamed = new Cifar10(new DatasetContext(null), new()).Refusal();
        Assert.Contains("--data", unnamed);
        Assert.EndsWith("metric data get cifar10", unnamed);
    }

    private static byte[] Records(int count, int seed)
    {
        var bytes = new byte[count * RecordBytes];
        for (var record = 0; record < count; record++)
        {
            bytes[record * RecordBytes] = (byte)((record + seed) % 10);
            for (var pixel = 0; pixel < RecordBytes - 1; pixel++)
                bytes[(record * RecordBytes) + 1 + pixel] = Pixel(seed, record, pixel);
        }

        return bytes;
    }

    private static byte Pixel(int seed, int record, int pixel) => (byte)((seed * 31) + (record * 7) + (pixel * 13));
}

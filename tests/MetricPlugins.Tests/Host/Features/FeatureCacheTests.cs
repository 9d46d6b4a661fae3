using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MetricPlugins.Host.Features;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Training;
using MetricPlugins.Tests.Host.Images;

namespace MetricPlugins.Tests.Host.Features;

public sealed class FeatureCacheTests : IDisposable
{
    /// <summary>Four batches on a CPU, the last not a whole one.</summary>
    private const int Count = 120;

    private readonly TemporaryFolder folder = new();
    private readonly FeatureCache cache;
    private readonly LogLines log = new();
    private readonly Samples samples = Vectors();

    public FeatureCacheTests() => cache = new FeatureCache(folder.File("cache"));

    public void Dispose()
    {
        samples.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Features_are_computed_once_and_read_back_bit_by_bit()
    {
        using var model = new CountingModel();
        var first = Values(model);
        Assert.Equal(Count, model.Rows);
        Assert.Equal([.. samples.Inputs.data<float>().Select(x => 2 * x)], first);

        // Three samples are tried again, to see that the backbone is the same.
        Assert.Equal(first, Values(model));
        Assert.Equal(Count + 3, model.Rows);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public void What_the_features_do_not_depend_on_is_no_part_of_their_name()
    {
        using var model = new CountingModel();
        using var other = new CountingModel();
        Assert.Equal(Request(model).Key, (Request(other) with { Dataset = "another", Split = "test", Model = "x", Bad = BadImages.Skip }).Key);
    }

    [Fact]
    public void What_they_depend_on_is()
    {
        using var model = new CountingModel();
        using var weights = new CountingModel(weight: 3);
        using var settings = new CountingModel(settings: "other");
        using var input = new CountingModel(new ImageInput(8));
        using var stretched = new CountingModel(new ImageInput(8, ImageFit.Stretch));
        using var content = Vectors(seed: 1);
        using var backwards = new Samples(samples.Inputs.flip(0), samples.Labels.clone());
        string[] keys = [Request(model).Key, Request(weights).Key, Request(settings).Key, Request(input).Key, Request(stretched).Key, Request(model, content).Key, Request(model, backwards).Key];
        Assert.Distinct(keys);
    }

    [Fact]
    public void Files_of_the_same_contents_have_the_same_features_whatever_they_are_called()
    {
        using var model = new CountingModel();
        var upright = new Samples(Images("a", 4).ImageFiles!, torch.zeros(4, torch.ScalarType.Int64)) { ExifOrientation = true };
        var (here, there, fewer) = (Request(model, Images("a", 4)).Key, Request(model, Images("b", 4, "z-{0}.png")).Key, Request(model, Images("c", 3)).Key);
        Assert.Equal(here, there);
        Assert.NotEqual(here, fewer);
        Assert.NotEqual(here, Request(model, upright).Key);
    }

    [Theory]
    [InlineData("flipped", "SHA-256")]
    [InlineData("truncated", "bytes instead of")]
    [InlineData("missing", "features.npy is missing")]
    [InlineData("half a json", "features.json cannot be read")]
    [InlineData("null", "features.json cannot be read")]
    [InlineData("no shape", "features.json cannot be read")]
    public void Damaged_features_are_computed_anew_and_told(string damage, string told)
    {
        using var model = new CountingModel();
        var whole = Values(model);
        var (features, entry) = (FileOf(model, "features.npy"), FileOf(model, "features.json"));
        var bytes = File.ReadAllBytes(features);
        switch (damage)
        {
            case "flipped":
                bytes[^3] ^= 1;
                File.WriteAllBytes(features, bytes);
                break;
            case "truncated":
                File.WriteAllBytes(features, bytes[..^4]);
                break;
            case "missing":
                File.Delete(features);
                break;
            case "half a json":
                File.WriteAllText(entry, File.ReadAllText(entry)[..40]);
                break;
            case "null":
                File.WriteAllText(entry, "null");
                break;
            case "no shape":
                File.WriteAllText(entry, Regex.Replace(File.ReadAllText(entry), "\"shape\": \\[[^]]*\\]", "\"shape\": []"));
                break;
        }

        Assert.Equal(whole, Values(model));
        Assert.Contains(told, Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.InRange(model.Rows, 2 * Count, (2 * Count) + 3);
        Assert.Equal(whole, Values(model));
        Assert.Single(log.Warnings);
    }

    [Fact]
    public void A_backbone_that_changed_behind_its_name_is_noticed()
    {
        using var model = new CountingModel();
        var before = Values(model);
        model.Added = 1;
        Assert.Equal([.. before.Select(x => x + 1)], Values(model));
        Assert.Contains("now gives different features", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_computation_that_was_cancelled_goes_on_where_it_stopped()
    {
        using var cancellation = new CancellationTokenSource();
        using var stopped = new CountingModel(seen: rows => { if (rows >= 64) cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Values(stopped, cancellation: cancellation.Token));
        Assert.Equal(64, stopped.Rows);
        Assert.Null(Assert.Single(cache.List()).Entry);

        using var model = new CountingModel();
        var features = Values(model);
        Assert.Equal(Count - 64, model.Rows);
        Assert.Contains(log.All, line => line.Contains("resuming at 64 of 120", StringComparison.Ordinal));
        Assert.Equal(Uninterrupted(), features);
        Assert.Equal(["features.json", "features.npy"], Directory.GetFiles(Path.GetDirectoryName(FileOf(model, "features.npy"))!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void So_does_one_whose_backbone_failed()
    {
        using var failing = new CountingModel(seen: rows => { if (rows > 64) throw new InvalidOperationException("out of memory, say"); });
        Assert.Throws<InvalidOperationException>(() => Values(failing));
        using var model = new CountingModel();
        Assert.Equal(Uninterrupted(), Values(model));
        Assert.Equal(Count - 64, model.Rows);
    }

    [Fact]
    public void Progress_that_is_no_json_is_begun_anew()
    {
        using var cancellation = new CancellationTokenSource();
        using var stopped = new CountingModel(seen: _ => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => Values(stopped, cancellation: cancellation.Token));
        File.WriteAllText(FileOf(stopped, "progress.json"), "null");
        using var model = new CountingModel();
        Assert.Equal(Uninterrupted(), Values(model));
        Assert.Equal(Count, model.Rows);
    }

    [Fact]
    public void A_broken_image_stops_before_the_backbone_has_seen_any()
    {
        using var model = new CountingModel(new ImageInput(4));
        using var images = Images("a", 100, broken: [70, 90]);
        var told = Assert.Throws<InvalidInputException>(() => Values(model, images));
        Assert.Contains(images.ImageFiles![70], told.Message, StringComparison.Ordinal);
        Assert.Contains("Also broken: 1 more", told.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Rows);
        Assert.Empty(cache.List());
    }

    [Fact]
    public void Broken_images_are_left_out_and_remembered_and_labels_follow()
    {
        using var scope = torch.NewDisposeScope();
        using var model = new CountingModel(new ImageInput(4));
        using var images = Images("a", 100, broken: [0, 70, 99]);
        foreach (var rows in new[] { 97, 100 })
        {
            var (features, leftOut) = cache.Get(Request(model, images, BadImages.Skip), torch.CPU, log.Logger, default);
            Assert.Equal(rows, model.Rows);
            Assert.Equal([0, 70, 99], leftOut.Select(sample => sample.Row));
            Assert.Equal(images.ImageFiles![70], leftOut[1].Name);
            var inputs = SplitInputs.Of(images, features, leftOut);
            Assert.Equal([97, 48], inputs.Inputs.shape);

            // An image's colour is its row, and so is its label.
            var colours = inputs.Inputs.select(1, 0) * 255 / 2;
            Assert.Equal(inputs.Labels.data<long>().ToArray(), colours.round().to(torch.ScalarType.Int64).data<long>().ToArray());
        }

        Assert.Empty(log.Warnings);
    }

    [Fact]
    public void What_was_left_out_is_told_by_the_names_the_files_have_now()
    {
        using var model = new CountingModel(new ImageInput(4));
        Values(model, Images("a", 10, broken: [3]), BadImages.Skip);
        using var moved = Images("b", 10, broken: [3]);
        var (features, leftOut) = cache.Get(Request(model, moved, BadImages.Skip), torch.CPU, log.Logger, default);
        features.Dispose();
        Assert.Equal(moved.ImageFiles![3], Assert.Single(leftOut).Name);
    }

    [Fact]
    public void Who_stops_at_broken_images_is_not_given_features_without_them()
    {
        using var model = new CountingModel(new ImageInput(4));
        using var images = Images("a", 100, broken: [3, 80]);
        Values(model, images, BadImages.Skip);
        var told = Assert.Throws<InvalidInputException>(() => Values(model, images, BadImages.Stop));
        Assert.Contains(images.ImageFiles![3], told.Message, StringComparison.Ordinal);
        Assert.Contains("Also broken: 1 more", told.Message, StringComparison.Ordinal);

        // What was stored stays, for those who do not.
        Assert.NotNull(Assert.Single(cache.List()).Entry);
    }

    [Fact]
    public void Nor_does_it_go_on_from_where_such_a_computation_was_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var stopped = new CountingModel(new ImageInput(4), seen: _ => cancellation.Cancel());
        using var images = Images("a", 100, broken: [3, 80]);
        Assert.Throws<OperationCanceledException>(() => Values(stopped, images, BadImages.Skip, cancellation.Token));
        using var model = new CountingModel(new ImageInput(4));
        Assert.Contains("Also broken: 1 more", Assert.Throws<InvalidInputException>(() => Values(model, images, BadImages.Stop)).Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Rows);
    }

    [Fact]
    public void Images_that_are_all_broken_are_refused()
    {
        using var model = new CountingModel(new ImageInput(4));
        using var images = Images("a", 40, broken: [.. Enumerable.Range(0, 40)]);
        Assert.Contains("All 40 images", Assert.Throws<InvalidInputException>(() => Values(model, images, BadImages.Skip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_at_once_compute_once()
    {
        using var begun = new ManualResetEventSlim();
        using var one = new CountingModel(seen: _ =>
        {
            begun.Set();
            Assert.True(SpinWait.SpinUntil(() => log.All.Any(line => line.Contains("waiting for it", StringComparison.Ordinal)), TimeSpan.FromMinutes(1)));
        });
        using var two = new CountingModel();
        float[][] both = [[], []];
        var second = new Thread(() =>
        {
            begun.Wait();
            both[1] = Values(two);
        });
        second.Start();
        both[0] = Values(one);
        second.Join();
        Assert.Equal(Uninterrupted(), both[0]);
        Assert.Equal(both[0], both[1]);
        Assert.Equal((Count, 3), (one.Rows, two.Rows));
    }

    [Fact]
    public void Who_waits_for_another_can_be_cancelled()
    {
        using var model = new CountingModel();
        using var held = FeatureFolder.TryHold(Path.GetDirectoryName(FileOf(model, "x"))!);
        using var cancellation = new CancellationTokenSource(100);
        Assert.Throws<OperationCanceledException>(() => Values(model, cancellation: cancellation.Token));
    }

    [Fact]
    public void The_file_is_one_that_numpy_reads()
    {
        using var model = new CountingModel();
        var values = Values(model);
        var bytes = File.ReadAllBytes(FileOf(model, "features.npy"));
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        var length = BitConverter.ToUInt16(bytes, 8);
        Assert.Equal(0, (10 + length) % 64);
        var header = Encoding.ASCII.GetString(bytes, 10, length);
        Assert.Matches(@"^\{'descr': '<f4', 'fortran_order': False, 'shape': \(120, 5\), \} *\n$", header);
        Assert.Equal(values, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + length)).ToArray());
    }

    [Fact]
    public void The_entry_says_what_was_computed_from_what()
    {
        using var model = new CountingModel();
        Values(model);
        using var json = JsonDocument.Parse(File.ReadAllText(FileOf(model, "features.json")));
        string Text(string name) => json.RootElement.GetProperty(name).ToString();
        Assert.Equal(("toy", "train", "counting", "counting", "cpu"), (Text("dataset"), Text("split"), Text("model"), Text("backbone"), Text("device")));
        Assert.Equal((Request(model).Content.Value, Request(model).Weights.Value), (Text("content"), Text("weights")));
        Assert.Equal([120, 5], json.RootElement.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()));
    }

    [Fact]
    public void Entries_are_listed_and_cleared_unless_they_are_in_use()
    {
        Assert.Empty(cache.List());
        using var model = new CountingModel();
        Values(model);
        var (key, entry, bytes) = Assert.Single(cache.List());
        Assert.Equal((Request(model).Key, "toy"), (key, entry!.Dataset));
        Assert.True(bytes > Count * 5 * sizeof(float));

        using (FeatureFolder.TryHold(Path.GetDirectoryName(FileOf(model, "x"))!))
            Assert.Contains(key, Assert.Throws<InvalidInputException>(() => cache.Clear(key)).Message, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(cache.List()).Entry);
        cache.Clear(key);
        Assert.Empty(cache.List());
        Values(model);
        Assert.Equal(2 * Count, model.Rows);
    }

    private static Samples Vectors(int seed = 0)
    {
        var random = new Random(seed);
        return new Samples(
            torch.tensor(Enumerable.Range(0, Count * 5).Select(_ => (float)random.NextDouble()).ToArray()).reshape(Count, 5),
            torch.tensor(Enumerable.Range(0, Count).Select(i => (long)i % 3).ToArray()));
    }

    /// <summary>PNG files of one grey each: the number of the image, which is its label, too.</summary>
    private Samples Images(string below, int count, string name = "{0:000}.jpg", params int[] broken)
    {
        Directory.CreateDirectory(folder.File(below));
        string[] files = [.. Enumerable.Range(0, count).Select(i => folder.File(below, string.Format(System.Globalization.CultureInfo.InvariantCulture, name, i)))];
        foreach (var (i, file) in files.Index())
            File.WriteAllBytes(file, broken.Contains(i) ? [(byte)i, 1, 2] : SmallPng.Write(6, 4 + (i % 3), 0, 8, [.. Enumerable.Repeat(i, 6 * (4 + (i % 3)))]));
        return new Samples(files, torch.tensor(Enumerable.Range(0, count).Select(i => (long)i).ToArray()));
    }

    private FeatureRequest Request(CountingModel model, Samples? of = null, BadImages bad = BadImages.Stop) =>
        new("toy", "train", of ?? samples, new Lazy<string>(() => SampleHash.Of(of ?? samples)), "counting", model, new Lazy<string>(() => SampleHash.Of(model.Backbone)), bad);

    private string FileOf(CountingModel model, string name) => Path.Combine(cache.Root, Request(model).Key, name);

    private float[] Values(CountingModel model, Samples? of = null, BadImages bad = BadImages.Stop, CancellationToken cancellation = default)
    {
        using var features = cache.Get(Request(model, of, bad), torch.CPU, log.Logger, cancellation).Features;
        return features.data<float>().ToArray();
    }

    private float[] Uninterrupted()
    {
        using var model = new CountingModel();
        using var features = BackboneRows.All(Request(model), torch.CPU, default).Features;
        return features.data<float>().ToArray();
    }
}

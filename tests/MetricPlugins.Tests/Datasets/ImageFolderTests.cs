using System.Diagnostics;
using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Splits_of_their_own_are_read_in_the_order_of_names()
    {
        // Byte by byte, capitals come first. Files may lie deeper; hidden ones, texts and folders beside the splits are passed over.
        folder.Image("train", "zebra", "b.JPG");
        folder.Image("train", "zebra", "a.png");
        folder.Image("train", "Ant", "deep", "er", "x.jpeg");
        folder.Image("train", "Ant", ".hidden.jpg");
        folder.Image("train", "Ant", ".cache", "thumb.jpg");
        folder.Image("train", ".git", "x.jpg");
        folder.Text(["about"], "train", "Ant", "README.txt");
        folder.Image("test", "zebra", "t.jpg");
        folder.Image("test", "Ant", "t.jpg");
        folder.Image("extra", "cow", "t.jpg");
        var dataset = new ImageFolder(new DatasetContext(folder.Path), new());

        Assert.Equal(["Ant", "zebra"], dataset.Classes);
        Assert.Equal([("train/Ant/deep/er/x.jpeg", 0L), ("train/zebra/a.png", 1L), ("train/zebra/b.JPG", 1L)], dataset.Load(Split.Train).Listed(folder.Path));
        Assert.Equal([("test/Ant/t.jpg", 0L), ("test/zebra/t.jpg", 1L)], dataset.Load(Split.Test).Listed(folder.Path));
    }

    [Fact]
    public void One_tree_is_split_at_random_with_the_same_share_of_each_class()
    {
        MakeTree(("cat", 40), ("dog", 10), ("train", 5));
        var dataset = new ImageFolder(new DatasetContext(folder.Path), new());
        var (train, test) = (dataset.Load(Split.Train).Listed(folder.Path), dataset.Load(Split.Test).Listed(folder.Path));

        Assert.Equal([8, 2, 1], test.CountBy(sample => sample.Label).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Equal(55, train.Concat(test).Distinct().Count());
        Assert.All(train.Concat(test), sample => Assert.Equal(dataset.Classes[(int)sample.Label], sample.File.Split('/')[0]));

        Assert.Equal(test, dataset.Load(Split.Test).Listed(folder.Path));
        Assert.NotEqual(test, new ImageFolder(new DatasetContext(folder.Path), new(DataSeed: 1)).Load(Split.Test).Listed(folder.Path));
        Assert.Equal([20, 5, 3], new ImageFolder(new DatasetContext(folder.Path), new(TestShare: 0.5)).Load(Split.Test).Listed(folder.Path)
            .CountBy(sample => sample.Label).OrderBy(c => c.Key).Select(c => c.Value));
    }

    [Fact]
    public void A_class_too_small_for_both_splits_is_named_with_its_count()
    {
        MakeTree(("cat", 40), ("dog", 2));
        var message = new ImageFolder(new DatasetContext(folder.Path), new()).Refusal();
        Assert.Contains("\"dog\" has 2, and with test_share=0.2 0 of them would be test images", message);
    }

    [Fact]
    public void Images_of_every_kind_that_is_read_count()
    {
        string[] names = ["a.jpg", "b.JPEG", "c.png", "d.webp", "e.GIF", "f.bmp"];
        foreach (var name in names)
        {
            folder.Image("cat", name);
            folder.Image("dog", name);
        }

        var dataset = new ImageFolder(new DatasetContext(folder.Path), new());
        var listed = dataset.Load(Split.Train).Listed(folder.Path).Concat(dataset.Load(Split.Test).Listed(folder.Path));
        Assert.Equal([.. names.Select(name => $"cat/{name}"), .. names.Select(name => $"dog/{name}")], listed.Select(sample => sample.File).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_splits_say_whether_their_exif_orientation_is_obeyed(bool obeyed)
    {
        MakeTree(("train/cat", 2), ("test/cat", 1), ("train/dog", 2), ("test/dog", 1));
        var divided = new ImageFolder(new DatasetContext(folder.Path), new(ExifOrientation: obeyed));
        var drawn = new ImageFolder(new DatasetContext(folder.File("train")), new(TestShare: 0.5, ExifOrientation: obeyed));
        foreach (var dataset in new[] { divided, drawn })
        {
            foreach (var split in Enum.GetValues<Split>())
            {
                using var samples = dataset.Load(split);
                Assert.Equal(obeyed, samples.ExifOrientation);
            }
        }
    }

    [Fact]
    public void Images_of_other_kinds_are_refused_with_their_counts()
    {
        MakeTree(("cat", 10), ("dog", 10));
        folder.Image("cat", "b.tif");
        folder.Image("cat", "a.tif");
        folder.Image("cat", "a.AVIF");
        Assert.Contains("has 1 .avif, 2 .tif, the first " + folder.File("cat", "a.AVIF"), new ImageFolder(new DatasetContext(folder.Path), new()).Refusal());
    }

    [Fact]
    public void Classes_without_images_are_counted_and_the_first_is_named()
    {
        MakeTree(("cat", 10), ("dog", 10));
        Directory.CreateDirectory(folder.File("bird"));
        folder.Text(["x"], "ant", "list.txt");
        Assert.Contains("of 4 folders in " + folder.Path, new ImageFolder(new DatasetContext(folder.Path), new()).Refusal());
        Assert.Contains("2 have none; the first is ant", new ImageFolder(new DatasetContext(folder.Path), new()).Refusal());
    }

    [Fact]
    public void A_class_of_one_split_alone_is_refused()
    {
        foreach (var path in new[] { "train/cat", "train/dog", "train/eel", "test/cat", "test/fox" })
            folder.Image([.. path.Split('/'), "a.jpg"]);
        var message = new ImageFolder(new DatasetContext(folder.Path), new()).Refusal();
        Assert.Contains("test lacks 2 of the other split's 3 (first dog)", message);
        Assert.Contains("train lacks 1 of the other split's 2 (first fox)", message);
    }

    [Fact]
    public void A_folder_without_classes_or_with_half_of_the_splits_says_what_is_read()
    {
        Assert.Contains("has 0 class folders", new ImageFolder(new DatasetContext(folder.Path), new()).Refusal());
        folder.Image("train", "cat", "a.jpg");
        Assert.Contains("has only train", new ImageFolder(new DatasetContext(folder.Path), new()).Refusal());
        folder.Image("val", "cat", "a.jpg");
        Assert.Contains("has only train and val", new ImageFolder(new DatasetContext(folder.Path), new()).Refusal());
        Directory.CreateDirectory(folder.File("test"));
        Assert.Contains("train has 1 class folders and test 0", new ImageFolder(new DatasetContext(folder.Path), new()).Refusal());
        Assert.Contains("none was named", new ImageFolder(new DatasetContext(null), new()).Refusal());
    }

    [CifarJpegFact]
    public void The_unpacked_jpegs_of_cifar10_are_counted()
    {
        using var tar = Process.Start("tar", ["xzf", Repository.CifarJpegs, "-C", folder.Path]);
        tar.WaitForExit();
        var dataset = new ImageFolder(new DatasetContext(folder.Path), new());
        Assert.Equal(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], dataset.Classes);
        foreach (var (split, name) in new[] { (Split.Train, "train"), (Split.Test, "test") })
        {
            var listed = dataset.Load(split).Listed(folder.Path);
            var files = Directory.GetFiles(folder.File(name), "*", SearchOption.AllDirectories).Length;
            Assert.Equal(files, listed.Count);
            Assert.Equal(10, listed.CountBy(sample => sample.Label).Count(c => c.Value == files / 10));
        }
    }

    private void MakeTree(params (string Class, int Count)[] classes)
    {
        foreach (var (name, count) in classes)
        {
            for (var i = 0; i < count; i++)
                folder.Image(name, $"{i:D3}.jpg");
        }
    }
}

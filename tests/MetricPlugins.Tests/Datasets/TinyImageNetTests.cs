using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets;

public sealed class TinyImageNetTests : IDisposable
{
    private const string Root = "tiny-imagenet-200";

    private readonly TemporaryFolder folder = new();

    public TinyImageNetTests()
    {
        // The publisher's order is none; words.txt names many more.
        folder.Text(["n02124075", "n01443537"], Root, "wnids.txt");
        folder.Text(["n00001740\tentity", "n01443537\tgoldfish, Carassius auratus", "n02124075\tEgyptian cat"], Root, "words.txt");
        foreach (var id in new[] { "n02124075", "n01443537" })
        {
            folder.Text([$"{id}_0.JPEG\t0\t10\t63\t58"], Root, "train", id, $"{id}_boxes.txt");
            for (var i = 0; i < 3; i++)
                folder.Image(Root, "train", id, "images", $"{id}_{i}.JPEG");
        }

        folder.Text(["val_0.JPEG\tn02124075\t0\t32\t44\t62", "val_1.JPEG\tn01443537\t52\t55\t57\t59"], Root, "val", "val_annotations.txt");
        folder.Image(Root, "val", "images", "val_0.JPEG");
        folder.Image(Root, "val", "images", "val_1.JPEG");
        folder.Image(Root, "test", "images", "test_0.JPEG");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(Root)]
    public void Classes_are_sorted_by_id_and_the_validation_images_are_the_test_split(string named)
    {
        var dataset = new TinyImageNet(new DatasetContext(folder.File(named)), new(Partial: true));
        Assert.Equal(["n01443537 goldfish", "n02124075 Egyptian cat"], dataset.Classes);
        Assert.Equal([0L, 0, 0, 1, 1, 1], dataset.Load(Split.Train).Listed(folder.Path).Select(sample => sample.Label));
        Assert.Equal([($"{Root}/val/images/val_0.JPEG", 1L), ($"{Root}/val/images/val_1.JPEG", 0L)], dataset.Load(Split.Test).Listed(folder.Path));
    }

    [Fact]
    public void A_set_that_is_short_says_which_class_is()
    {
        var message = new TinyImageNet(new DatasetContext(folder.Path), new()).Refusal();
        Assert.Contains("100,000 train and 10,000 test images of 200 classes", message);
        Assert.Contains("has 6 train and 2 test images of 2 classes", message);
        Assert.Contains("2 classes do not have 500 train images each; the first is n01443537 goldfish with 3", message);
        Assert.EndsWith("metric data get tiny-imagenet", message);
    }

    [Fact]
    public void A_missing_validation_image_is_left_out_for_trials()
    {
        File.Delete(folder.File(Root, "val", "images", "val_0.JPEG"));
        Assert.Single(new TinyImageNet(new DatasetContext(folder.Path), new(Partial: true)).Load(Split.Test).Listed(folder.Path));
        File.Delete(folder.File(Root, "val", "images", "val_1.JPEG"));
        Assert.Contains("has no image of the test split", new TinyImageNet(new DatasetContext(folder.Path), new(Partial: true)).Refusal(Split.Test));
    }

    [Fact]
    public void A_class_that_is_not_listed_or_not_named_is_refused()
    {
        folder.Text(["val_0.JPEG\tn09999999\t0"], Root, "val", "val_annotations.txt");
        Assert.Contains("val_0.JPEG is of class n09999999, which wnids.txt does not have", new TinyImageNet(new DatasetContext(folder.Path), new(Partial: true)).Refusal());
        folder.Text(["n01443537\tgoldfish"], Root, "words.txt");
        Assert.Contains("n02124075 is missing", new TinyImageNet(new DatasetContext(folder.Path), new(Partial: true)).Refusal());
    }
}

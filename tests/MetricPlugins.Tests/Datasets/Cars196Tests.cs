using MetricPlugins.Datasets;
using MetricPlugins.Tests.Datasets.Matlab;

namespace MetricPlugins.Tests.Datasets;

public sealed class Cars196Tests : IDisposable
{
    private const string TestAnnotations = "cars_test_annos_withlabels.mat";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_whole_set_has_the_publishers_counts()
    {
        Make(8_144, 8_041, 196, "devkit");
        var dataset = new Cars196(new DatasetContext(folder.Path), new());
        Assert.Equal(196, dataset.Classes.Count);
        Assert.Equal("Ram C/V Cargo Van Minivan 2", dataset.Classes[1]);
        var (train, test) = (dataset.Load(Split.Train).Listed(folder.Path), dataset.Load(Split.Test).Listed(folder.Path));
        Assert.Equal((8_144, 8_041), (train.Count, test.Count));
        Assert.Equal(("cars_train/00002.jpg", 1L), train[1]);
        Assert.Equal(("cars_test/00197.jpg", 0L), test[196]);

        File.Delete(folder.File("cars_test", "00005.jpg"));
        var message = new Cars196(new DatasetContext(folder.Path), new()).Refusal();
        Assert.Contains("0 of 8,144 train images and 1 of 8,041 test images are not in", message);
        Assert.Contains("the first is cars_test/00005.jpg of class \"Ram C/V Cargo Van Minivan 5\"", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stanford_cars")]
    public void Test_labels_may_lie_beside_the_devkit(string below)
    {
        Make(6, 4, 2, "", below);
        var dataset = new Cars196(new DatasetContext(folder.Path), new(Partial: true));
        Assert.Equal((6, 4), (dataset.Load(Split.Train).Count, dataset.Load(Split.Test).Count));
        Assert.Contains("has 6 train and 4 test images of 2 classes", new Cars196(new DatasetContext(folder.Path), new()).Refusal());
    }

    [Fact]
    public void The_single_file_tells_splits_by_its_flag()
    {
        var writer = new MatWriter();
        writer.Add(writer.Structs("annotations", ["relative_im_path", "bbox_x1", "class", "test"],
            [.. Enumerable.Range(1, 5).Select(i => new[] { writer.Text("", $"car_ims/{i:D6}.jpg"), writer.Whole(3), writer.Whole((i % 2) + 1), writer.Numbers("", 9, 2, i > 3 ? 1 : 0) })]));
        writer.Add(writer.Cells("class_names", writer.Text("", "AM General Hummer SUV 2000"), writer.Text("", "Acura RL Sedan 2012")));
        folder.Write(writer.Bytes, "cars_annos.mat");
        for (var i = 1; i <= 5; i++)
            folder.Image("car_ims", $"{i:D6}.jpg");
        var dataset = new Cars196(new DatasetContext(folder.Path), new(Partial: true));
        Assert.Equal([("car_ims/000001.jpg", 1L), ("car_ims/000002.jpg", 0L), ("car_ims/000003.jpg", 1L)], dataset.Load(Split.Train).Listed(folder.Path));
        Assert.Equal([("car_ims/000004.jpg", 0L), ("car_ims/000005.jpg", 1L)], dataset.Load(Split.Test).Listed(folder.Path));
    }

    [Fact]
    public void Test_annotations_without_classes_are_told_by_the_field_they_lack()
    {
        Make(6, 4, 2, "devkit");
        var writer = new MatWriter();
        folder.Write(writer.Add(writer.Structs("annotations", ["fname"], [writer.Text("", "00001.jpg")])).Bytes, "devkit", TestAnnotations);
        Assert.Contains("has no field class; it has fname", new Cars196(new DatasetContext(folder.Path), new(Partial: true)).Refusal());
        File.Delete(folder.File("devkit", TestAnnotations));
        var message = new Cars196(new DatasetContext(folder.Path), new(Partial: true)).Refusal();
        Assert.Contains("has no devkit/cars_test_annos_withlabels.mat", message);
        Assert.EndsWith("metric data get cars196", message);
    }

    [Fact]
    public void A_class_beyond_those_there_are_is_refused()
    {
        Make(6, 4, 2, "devkit");
        var writer = new MatWriter();
        folder.Write(writer.Add(writer.Structs("annotations", ["fname", "class"], [writer.Text("", "00001.jpg"), writer.Whole(3)])).Bytes, "devkit", TestAnnotations);
        Assert.Contains("it has 2 classes; cars_test/00001.jpg is of class 3", new Cars196(new DatasetContext(folder.Path), new(Partial: true)).Refusal());
    }

    private void Make(int train, int test, int classes, string testFolder, string below = "")
    {
        var meta = new MatWriter();
        meta.Add(meta.Cells("class_names", [.. Enumerable.Range(1, classes).Select(c => meta.Text("", $"Ram C/V Cargo Van Minivan {c}"))]));
        folder.Write(meta.Bytes, below, "devkit", "cars_meta.mat");
        Annotate(train, classes, "cars_train", [below, "devkit", "cars_train_annos.mat"]);
        Annotate(test, classes, "cars_test", [below, testFolder, TestAnnotations]);

        void Annotate(int count, int of, string images, string[] file)
        {
            var writer = new MatWriter();
            writer.Add(writer.Structs("annotations", ["bbox_x1", "class", "fname"],
                [.. Enumerable.Range(1, count).Select(i => new[] { writer.Numbers("", 9, 4, 300), writer.Whole(((i - 1) % of) + 1), writer.Text("", $"{i:D5}.jpg") })]));
            folder.Write(writer.Bytes, file);
            for (var i = 1; i <= count; i++)
                folder.Image(below, images, $"{i:D5}.jpg");
        }
    }
}

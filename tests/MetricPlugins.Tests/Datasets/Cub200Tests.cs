using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets;

public sealed class Cub200Tests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_whole_set_has_the_publishers_counts()
    {
        Make(11_788, 200, i => i <= 5_994);
        var dataset = new Cub200(new DatasetContext(folder.Path), new());
        Assert.Equal(200, dataset.Classes.Count);
        Assert.Equal("002.Bird_2", dataset.Classes[1]);
        var (train, test) = (dataset.Load(Split.Train).Listed(folder.Path), dataset.Load(Split.Test).Listed(folder.Path));
        Assert.Equal((5_994, 5_794), (train.Count, test.Count));
        Assert.Equal(("CUB_200_2011/images/002.Bird_2/bird_0002.jpg", 1L), train[1]);
        Assert.Equal(("CUB_200_2011/images/195.Bird_195/bird_5995.jpg", 194L), test[0]);

        File.Delete(folder.File("CUB_200_2011", "images", "003.Bird_3", "bird_0003.jpg"));
        File.Delete(folder.File("CUB_200_2011", "images", "003.Bird_3", "bird_11603.jpg"));
        var message = new Cub200(new DatasetContext(folder.File("CUB_200_2011")), new()).Refusal();
        Assert.Contains("1 of 5,994 train images and 1 of 5,794 test images are not in", message);
        Assert.Contains("the first is images/003.Bird_3/bird_0003.jpg of class \"003.Bird_3\"", message);
        Assert.Contains("partial=true", message);
        Assert.EndsWith("metric data get cub200", message);
    }

    [Fact]
    public void A_short_list_is_told_with_both_counts_and_is_enough_for_trials()
    {
        Make(10, 3, i => i % 2 == 1);
        Assert.Contains(
            "it has 5,994 train and 5,794 test images of 200 classes; " + folder.File("CUB_200_2011") + " has 5 train and 5 test images of 3 classes",
            new Cub200(new DatasetContext(folder.Path), new()).Refusal());

        File.Delete(folder.File("CUB_200_2011", "images", "002.Bird_2", "bird_0002.jpg"));
        var partial = new Cub200(new DatasetContext(folder.Path), new(Partial: true));
        Assert.Equal(5, partial.Load(Split.Train).Listed(folder.Path).Count);
        Assert.Equal(4, partial.Load(Split.Test).Listed(folder.Path).Count);
    }

    [Theory]
    [InlineData("image_class_labels.txt", "4 9", "has no class of classes.txt")]
    [InlineData("image_class_labels.txt", "", "says nothing")]
    [InlineData("train_test_split.txt", "4 2", "it says 2")]
    [InlineData("train_test_split.txt", "4", "must have 2 fields; line 4 is \"4\"")]
    [InlineData("classes.txt", "1 twice", "begin with distinct numbers")]
    public void A_wrong_line_is_told(string file, string line, string problem)
    {
        Make(10, 3, i => i % 2 == 1);
        var path = folder.File("CUB_200_2011", file);
        var lines = File.ReadAllLines(path);
        lines[file == "classes.txt" ? 1 : 3] = line;
        File.WriteAllLines(path, lines);
        var message = new Cub200(new DatasetContext(folder.Path), new(Partial: true)).Refusal(Split.Test);
        Assert.Contains(problem, message);
    }

    [Theory]
    [InlineData("../images/002.Bird_2/bird_0002.jpg")]
    [InlineData("002.Bird_2/../002.Bird_2/bird_0002.jpg")]
    [InlineData("/etc/passwd")]
    public void A_path_that_is_not_of_the_listed_form_is_no_file_of_the_set(string path)
    {
        Make(10, 3, i => i % 2 == 1);
        var lines = File.ReadAllLines(folder.File("CUB_200_2011", "images.txt"));
        lines[3] = "4 " + path;
        File.WriteAllLines(folder.File("CUB_200_2011", "images.txt"), lines);
        Assert.Equal(4, new Cub200(new DatasetContext(folder.Path), new(Partial: true)).Load(Split.Test).Listed(folder.Path).Count);
    }

    [Fact]
    public void A_missing_list_is_named()
    {
        Make(10, 3, i => i % 2 == 1);
        File.Delete(folder.File("CUB_200_2011", "classes.txt"));
        Assert.Contains("has no classes.txt", new Cub200(new DatasetContext(folder.Path), new()).Refusal());
    }

    // As the publisher's lists: numbered from 1, fields between blanks. Image i is of class (i - 1) mod classes + 1.
    private void Make(int images, int classes, Func<int, bool> isTrain)
    {
        string Class(int i) => $"{((i - 1) % classes) + 1:D3}.Bird_{((i - 1) % classes) + 1}";
        var numbers = Enumerable.Range(1, images).ToList();
        folder.Text(Enumerable.Range(1, classes).Select(c => $"{c} {Class(c)}"), "CUB_200_2011", "classes.txt");
        folder.Text(numbers.Select(i => $"{i} {Class(i)}/bird_{i:D4}.jpg"), "CUB_200_2011", "images.txt");
        folder.Text(numbers.Select(i => $"{i} {((i - 1) % classes) + 1}"), "CUB_200_2011", "image_class_labels.txt");
        folder.Text(numbers.Select(i => $"{i} {(isTrain(i) ? 1 : 0)}"), "CUB_200_2011", "train_test_split.txt");
        foreach (var i in numbers)
            folder.Image("CUB_200_2011", "images", Class(i), $"bird_{i:D4}.jpg");
    }
}

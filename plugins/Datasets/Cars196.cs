namespace MetricPlugins.Datasets;

/// <summary>Photographs of 196 car models: 8,144 train and 8,041 test images of various sizes.</summary>
/// <remarks>Krause, Stark, Deng and Fei-Fei, "3D object representations for fine-grained categorization" (2013), with the publisher's split. It reads either
/// devkit/, cars_train/, cars_test/ and cars_test_annos_withlabels.mat (in devkit/ or beside it), or cars_annos.mat and the images it lists. The publisher's
/// pages have answered 404 since 2023: <c>metric data get cars196 --from FILE</c> takes copies of the files and checks them.</remarks>
/// <param name="context">Names the folder, or the parent of a folder stanford_cars.</param>
/// <param name="options">Settings.</param>
[Plugin("cars196", Summary = "Photographs of cars, 8,144/8,041 of 196 models (Stanford Cars); needs its files.")]
[DataSource("https://ai.stanford.edu/~jkrause/cars/car_devkit.tgz", Md5 = "c3b158d763b6e2245038c8ad08e45376")]
[DataSource("https://ai.stanford.edu/~jkrause/car196/cars_train.tgz", Md5 = "065e5b463ae28d29e77c1b4b166cfe61",
    Sha256 = "512b227b30e2f0a8aab9e09485786ab4479582073a144998da74d64b801fd288")]
[DataSource("https://ai.stanford.edu/~jkrause/car196/cars_test.tgz", Md5 = "4ce7ebf6a94d07f1952d94dd34c4d501",
    Sha256 = "bffea656d6f425cba3c91c6d83336e4c5f86c6cffd8975b0f375d3a10da8e243")]
[DataSource("https://ai.stanford.edu/~jkrause/car196/cars_test_annos_withlabels.mat", Md5 = "b0a2b23655a3edd16d84508592a98d10",
    Sha256 = "790f75be8ea34eeded134cc559332baf23e30e91367e9ddca97d26ed9b895f05")]
public sealed class Cars196(DatasetContext context, Cars196.Options options) : AnnotatedImages(new PublishedSize(8_144, 8_041, 196), options.Partial)
{
    private const string Meta = "devkit/cars_meta.mat";
    private const string SingleFile = "cars_annos.mat";
    private const string TestAnnotations = "cars_test_annos_withlabels.mat";

    /// <summary>Settings of <see cref="Cars196"/>.</summary>
    /// <param name="Partial">Accept an incomplete set, for trials: use those annotated images that exist.</param>
    public sealed record Options(bool Partial = false);

    private protected override Annotations Read()
    {
        var root = DataRoot.Find("cars196", context, "stanford_cars", Meta, SingleFile);
        if (!File.Exists(root[Meta]))
        {
            var single = new CarAnnotations(root, SingleFile);
            return new Annotations(root, single.Classes(), [.. single.Images("relative_im_path", "")]);
        }

        var test = File.Exists(root[TestAnnotations]) ? TestAnnotations : $"devkit/{TestAnnotations}";
        return new Annotations(root, new CarAnnotations(root, Meta).Classes(),
        [
            .. new CarAnnotations(root, "devkit/cars_train_annos.mat").Images("fname", "cars_train/", Split.Train),
            .. new CarAnnotations(root, test).Images("fname", "cars_test/", Split.Test),
        ]);
    }
}

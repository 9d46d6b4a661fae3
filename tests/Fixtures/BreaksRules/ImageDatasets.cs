using MetricPlugins;

/// <summary>Files of two classes, made where the system keeps temporary ones.</summary>
internal static class Images
{
    /// <summary>A PNG of one pixel.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgBwAACQAIICPDjAAAAABJRU5ErkJggg==");

    private static readonly string Folder = Directory.CreateTempSubdirectory("metric-images-").FullName;

    static Images() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>The file of this number, whose content is that number, too.</summary>
    public static string File(int number, byte[]? begin = null)
    {
        var path = Path.Combine(Folder, $"{number}.png");
        System.IO.File.WriteAllBytes(path, [.. begin ?? Pixel, (byte)number]);
        return path;
    }

    public static Samples Of(Split split, Func<int, string> file)
    {
        var numbers = split == Split.Train ? Enumerable.Range(0, 10) : Enumerable.Range(10, 5);
        return new Samples([.. numbers.Select(file)], tensor(numbers.Select(number => number % 2L).ToArray()));
    }
}

[Plugin("sound-images", Summary = "Breaks no rule.")]
public sealed class SoundImages : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => Images.Of(split, number => Images.File(number));
}

[Plugin("absent-image", Summary = "Names a file that is not there.")]
public sealed class AbsentImage : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => Images.Of(split, number => number == 12 ? "/nowhere/12.png" : Images.File(number));
}

[Plugin("no-image", Summary = "Names a file that is no image.")]
public sealed class NoImage : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => Images.Of(split, number => Images.File(number, number == 3 ? "%PDF-1.7"u8.ToArray() : null));
}

[Plugin("image-twice", Summary = "Names a file twice.")]
public sealed class ImageTwice : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => Images.Of(split, number => Images.File(number == 4 ? 2 : number));
}

[Plugin("shared-image", Summary = "Has an image of the train split in the test split, under another name.")]
public sealed class SharedImage : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split) => Images.Of(split, number =>
    {
        var file = Images.File(number);
        if (number == 11)
            File.Copy(Images.File(5), file, overwrite: true);
        return file;
    });
}

[Plugin("other-images", Summary = "Has its images in another order every time.")]
public sealed class OtherImages : Dataset
{
    private int loads;

    public override IReadOnlyList<string> Classes => Vectors.Classes;

    // Classes keep their places: even numbers change among themselves.
    public override Samples Load(Split split) => Images.Of(split, number => Images.File(loads++ < 15 || number is not (0 or 2) ? number : 2 - number));
}

[Plugin("half-images", Summary = "Has files in one split, vectors in the other.")]
public sealed class HalfImages : Dataset
{
    public override IReadOnlyList<string> Classes => Vectors.Classes;

    public override Samples Load(Split split)
    {
        if (split == Split.Train)
            return Images.Of(split, number => Images.File(number));
        var (inputs, labels) = Vectors.Of(split);
        return new Samples(inputs, labels);
    }
}

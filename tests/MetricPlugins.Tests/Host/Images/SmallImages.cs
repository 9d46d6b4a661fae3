namespace MetricPlugins.Tests.Host.Images;

/// <summary>Folders of small images that differ: noise around a class's grey as PNG, and JPEGs of every kind, whatever their names say.</summary>
internal static class SmallImages
{
    private static readonly string[] Jpegs = [SmallFiles.Baseline, SmallFiles.Progressive, SmallFiles.Grey, SmallFiles.Cmyk];

    /// <summary>A folder a class.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="classes">How many, named a, b, c …</param>
    /// <param name="each">Images a class, four of them JPEGs.</param>
    /// <param name="width">Pixels of the PNGs.</param>
    /// <param name="height">Pixels of the PNGs.</param>
    public static string Write(string folder, int classes = 4, int each = 10, int width = 20, int height = 12)
    {
        var random = new Random(0);
        for (var label = 0; label < classes; label++)
        {
            var place = Path.Combine(folder, $"{(char)('a' + label)}");
            Directory.CreateDirectory(place);
            for (var i = 0; i < each; i++)
                File.WriteAllBytes(Path.Combine(place, $"{i:000}.jpg"), i < Jpegs.Length ? SmallFiles.Bytes(Jpegs[i]) : Noise(random, 50 * label, width, height));
        }

        return folder;
    }

    private static byte[] Noise(Random random, int around, int width, int height) =>
        SmallPng.Write(width, height, 2, 8, [.. Enumerable.Range(0, 3 * width * height).Select(_ => around + random.Next(80))]);
}

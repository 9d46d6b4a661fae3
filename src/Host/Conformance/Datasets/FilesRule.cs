namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class FilesRule() : DatasetRule("files", "Every image file exists, begins as a JPEG or PNG does, and is one sample.")
{
    private static readonly byte[][] Signatures = [[0xff, 0xd8, 0xff], [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n']];

    public override bool IsBasic => true;

    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        var files = Splits.Zip([train, test]).SelectMany(s => (s.Second.ImageFiles ?? []).Select((file, at) => (file, place: $"{s.First} sample {at}"))).ToList();
        if (files.Count == 0)
            return Finding.Skipped("its samples are in memory");
        var tried = $"{files.Count} files";
        var known = new Dictionary<string, string>();
        foreach (var (file, place) in files)
        {
            if (!File.Exists(file))
                return Finding.Failed(tried, $"there is no {file}", place);
            if (!known.TryAdd(Path.GetFullPath(file), place))
                return Finding.Failed(tried, $"{file} is {known[Path.GetFullPath(file)]}, too", place);
            if (!IsImage(file))
                return Finding.Failed(tried, $"{file} begins as neither a JPEG nor a PNG does", place);
        }

        return Finding.Passed(tried);
    }

    private static bool IsImage(string file)
    {
        using var stream = File.OpenRead(file);
        var begin = new byte[8];
        var length = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return Signatures.Any(signature => begin.AsSpan(0, length).StartsWith(signature));
    }
}

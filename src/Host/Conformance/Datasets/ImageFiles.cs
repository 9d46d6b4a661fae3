namespace MetricPlugins.Host.Conformance.Datasets;

/// <summary>Samples that are image files, before any is decoded.</summary>
internal static class ImageFiles
{
    private static readonly byte[][] Signatures = [[0xff, 0xd8, 0xff], [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n']];

    /// <summary>The first file that is not there, is no image or is two samples, and which sample it is; null where there is none.</summary>
    public static (string Problem, string Place)? Problem(Split split, Samples samples)
    {
        var places = new Dictionary<string, int>();
        foreach (var (at, file) in (samples.ImageFiles ?? []).Index())
        {
            var problem = !File.Exists(file) ? $"there is no {file}"
                : !places.TryAdd(Path.GetFullPath(file), at) ? $"{file} is sample {places[Path.GetFullPath(file)]}, too"
                : !IsImage(file) ? $"{file} begins as neither a JPEG nor a PNG does"
                : null;
            if (problem is not null)
                return (problem, $"{split} sample {at}");
        }

        return null;
    }

    private static bool IsImage(string file)
    {
        using var stream = File.OpenRead(file);
        var begin = new byte[8];
        var length = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return Signatures.Any(signature => begin.AsSpan(0, length).StartsWith(signature));
    }
}

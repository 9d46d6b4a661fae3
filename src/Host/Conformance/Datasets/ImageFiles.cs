using MetricPlugins.Host.Images;

namespace MetricPlugins.Host.Conformance.Datasets;

/// <summary>Samples that are image files, before any is decoded.</summary>
internal static class ImageFiles
{
    /// <summary>The first file that is not there, is no image or is two samples, and which sample it is; null where there is none.</summary>
    public static (string Problem, string Place)? Problem(Split split, Samples samples)
    {
        var places = new Dictionary<string, int>();
        foreach (var (at, file) in (samples.ImageFiles ?? []).Index())
        {
            var problem = !File.Exists(file) ? $"there is no {file}"
                : !places.TryAdd(Path.GetFullPath(file), at) ? $"{file} is sample {places[Path.GetFullPath(file)]}, too"
                : !ImageDecoder.IsImage(file) ? $"{file} does not begin as a JPEG, PNG, WebP, GIF or BMP does"
                : null;
            if (problem is not null)
                return (problem, $"{split} sample {at}");
        }

        return null;
    }
}

using System.Reflection;

namespace MetricPlugins.Host.Plugins;

/// <summary>A file of a dataset and its publisher's address.</summary>
internal sealed record DataSource
{
    /// <summary>The file in a dataset's folder that records the origin of its files; no source may have this name.</summary>
    public const string Manifest = "data.json";

    private static readonly string[] Archives = [".tar.gz", ".tgz", ".tar", ".zip"];

    /// <exception cref="InvalidInputException">The source cannot be downloaded and checked; the message says why.</exception>
    public DataSource(string dataset, string url, long bytes = 0, string md5 = "", string sha256 = "")
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            throw new InvalidInputException($"A source of {dataset} is an http or https address; got \"{url}\".");
        var file = Uri.UnescapeDataString(uri.Segments[^1]);
        if (file.Trim('.').Length == 0 || file.StartsWith('.') || file.AsSpan().ContainsAny(['/', '\\', ':', '\0']) || file == Manifest)
            throw new InvalidInputException($"A source of {dataset} is an address that ends in a file name; got \"{url}\".");
        if (bytes < 0 || !IsHex(md5, 32) || !IsHex(sha256, 64))
            throw new InvalidInputException(
                $"A source of {dataset} has a non-negative size and checksums in hex; "
                + $"those of {url} are {bytes}, \"{md5}\" and \"{sha256}\".");
        (Dataset, Url, File, Bytes, Md5, Sha256) = (dataset, uri, file, bytes, md5.ToLowerInvariant(), sha256.ToLowerInvariant());
    }

    public string Dataset { get; }

    public Uri Url { get; }

    /// <summary>The file's name.</summary>
    public string File { get; }

    /// <summary>The publisher's size; 0 if none is stated.</summary>
    public long Bytes { get; }

    /// <summary>In hex; empty if the publisher states none.</summary>
    public string Md5 { get; }

    /// <summary>In hex; empty if the publisher states none.</summary>
    public string Sha256 { get; }

    /// <summary>True for an archive, which is unpacked.</summary>
    public bool IsArchive => Archives.Any(end => File.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>The files that a dataset's class names.</summary>
    /// <exception cref="InvalidInputException">A source cannot be downloaded and checked, or two have the same name.</exception>
    public static IReadOnlyList<DataSource> Of(string dataset, Type type)
    {
        DataSource[] sources = [
            .. type.GetCustomAttributes<DataSourceAttribute>().Select(s => new DataSource(dataset, s.Url, s.Bytes, s.Md5, s.Sha256))];
        return sources.GroupBy(source => source.File).FirstOrDefault(g => g.Count() > 1) is { Key: var twice }
            ? throw new InvalidInputException($"the sources of {dataset} have different file names; two have the name {twice}")
            : sources;
    }

    /// <summary>The download address: the publisher's or the mirror's.</summary>
    /// <param name="mirror">The mirror's address, which has the files as <c>dataset/file</c>; null for none.</param>
    public Uri Address(string? mirror) => mirror is null ? Url : new Uri($"{mirror.TrimEnd('/')}/{Dataset}/{Uri.EscapeDataString(File)}");

    private static bool IsHex(string text, int length) => text.Length == 0 || (text.Length == length && text.All(char.IsAsciiHexDigit));
}

internal static class DataSources
{
    extension(PluginInfo plugin)
    {
        /// <summary>The source files of a dataset; empty if it needs none or reads the user's own files.</summary>
        /// <exception cref="InvalidInputException">A source cannot be downloaded and checked, or two have the same name.</exception>
        public IReadOnlyList<DataSource> Sources => DataSource.Of(plugin.Name, plugin.Type);
    }
}

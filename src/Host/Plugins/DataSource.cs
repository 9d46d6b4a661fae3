using System.Reflection;

namespace MetricPlugins.Host.Plugins;

/// <summary>A file that a dataset comes in, and where its publisher offers it.</summary>
internal sealed record DataSource
{
    /// <summary>The file in a dataset's folder that says where its files come from; no source has its name.</summary>
    public const string Manifest = "data.json";

    private static readonly string[] Archives = [".tar.gz", ".tgz", ".tar", ".zip"];

    /// <exception cref="InvalidInputException">The source is not one that can be fetched and checked; the message says why.</exception>
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

    /// <summary>As the publisher states it; 0 where none is stated.</summary>
    public long Bytes { get; }

    /// <summary>In hex; empty where the publisher states none.</summary>
    public string Md5 { get; }

    /// <summary>In hex; empty where the publisher states none.</summary>
    public string Sha256 { get; }

    /// <summary>Whether it is unpacked.</summary>
    public bool IsArchive => Archives.Any(end => File.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>The files that a dataset's class names.</summary>
    /// <exception cref="InvalidInputException">One cannot be fetched and checked, or two have one name.</exception>
    public static IReadOnlyList<DataSource> Of(string dataset, Type type)
    {
        DataSource[] sources = [
            .. type.GetCustomAttributes<DataSourceAttribute>().Select(s => new DataSource(dataset, s.Url, s.Bytes, s.Md5, s.Sha256))];
        return sources.GroupBy(source => source.File).FirstOrDefault(g => g.Count() > 1) is { Key: var twice }
            ? throw new InvalidInputException($"the sources of {dataset} have different file names; two have the name {twice}")
            : sources;
    }

    /// <summary>Where to fetch it: its own address, or its place in a mirror.</summary>
    /// <param name="mirror">The mirror's address, which files lie below as <c>dataset/file</c>; null for none.</param>
    public Uri Address(string? mirror) => mirror is null ? Url : new Uri($"{mirror.TrimEnd('/')}/{Dataset}/{Uri.EscapeDataString(File)}");

    private static bool IsHex(string text, int length) => text.Length == 0 || (text.Length == length && text.All(char.IsAsciiHexDigit));
}

internal static class DataSources
{
    extension(PluginInfo plugin)
    {
        /// <summary>The files that a dataset comes in; empty where it needs none, or they are the user's own.</summary>
        /// <exception cref="InvalidInputException">One cannot be fetched and checked, or two have one name.</exception>
        public IReadOnlyList<DataSource> Sources => DataSource.Of(plugin.Name, plugin.Type);
    }
}

namespace MetricPlugins;

/// <summary>A file of a dataset, at its publisher's address. <c>metric data get</c> downloads all files of a dataset into its
/// folder and unpacks archives (.tar.gz, .tgz, .tar, .zip) there.</summary>
/// <param name="url">Address of the file, http or https.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DataSourceAttribute(string url) : Attribute
{
    /// <summary>Address of the file, http or https.</summary>
    public string Url { get; } = url;

    /// <summary>Size in bytes as stated by the publisher; 0 if not stated.</summary>
    public long Bytes { get; init; }

    /// <summary>MD5 in hex; empty if the publisher states none.</summary>
    public string Md5 { get; init; } = "";

    /// <summary>SHA-256 in hex; empty if the publisher states none.</summary>
    public string Sha256 { get; init; } = "";
}

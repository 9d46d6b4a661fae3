namespace MetricPlugins;

/// <summary>A file that a dataset comes in, where its publisher offers it. <c>metric data get</c> fetches all files of a dataset into its
/// folder and unpacks archives (.tar.gz, .tgz, .tar, .zip) beside them.</summary>
/// <param name="url">Where it is; http or https.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DataSourceAttribute(string url) : Attribute
{
    /// <summary>Where it is; http or https.</summary>
    public string Url { get; } = url;

    /// <summary>Its size, as the publisher states it; 0 where none is stated.</summary>
    public long Bytes { get; init; }

    /// <summary>In hex; empty where the publisher states none.</summary>
    public string Md5 { get; init; } = "";

    /// <summary>In hex; empty where the publisher states none.</summary>
    public string Sha256 { get; init; } = "";
}

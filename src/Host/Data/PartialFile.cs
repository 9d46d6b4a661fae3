using System.Net.Http.Headers;

namespace MetricPlugins.Host.Data;

/// <summary>What has come of a file, and beside it (<c>.tag</c>) by what the server knows that version of it.</summary>
/// <param name="path">Where it grows.</param>
/// <param name="address">Where it comes from.</param>
internal sealed class PartialFile(string path, Uri address)
{
    private string Tag => path + ".tag";

    /// <summary>Bytes that are there.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Bytes that can be gone on from: none where the server gave nothing to know its version by, or another address was asked.</summary>
    public long Usable => Condition is null ? 0 : Length;

    /// <summary>The version that the rest must be of; null when nothing can be gone on from.</summary>
    public RangeConditionHeaderValue? Condition =>
        File.Exists(Tag) && File.ReadAllLines(Tag) is [var from, var version] && from == address.AbsoluteUri && RangeConditionHeaderValue.TryParse(version, out var condition)
            ? condition
            : null;

    /// <summary>Begins anew with the version that is being sent.</summary>
    public void Begin(HttpResponseMessage response)
    {
        Discard();
        var version = response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
            : response.Content.Headers.LastModified is { } modified ? new RangeConditionHeaderValue(modified)
            : null;
        if (version is not null)
            File.WriteAllLines(Tag, [address.AbsoluteUri, version.ToString()]);
    }

    /// <summary>Writes on at the end; every byte is in the file once it is written.</summary>
    public FileStream Append() => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, 0);

    public void Discard()
    {
        File.Delete(path);
        File.Delete(Tag);
    }
}

using System.Security.Cryptography;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>Size and checksums of a file.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Md5">In hex.</param>
/// <param name="Sha256">In hex.</param>
internal sealed record FileDigest(long Bytes, string Md5, string Sha256)
{
    private const int Piece = 1 << 20;

    /// <summary>Reads a file to its end.</summary>
    public static FileDigest Of(string path, Action<long>? report, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return Copy(stream, Stream.Null, report, cancellation);
    }

    /// <summary>Copies a stream to its end and returns the digest of the copied bytes.</summary>
    /// <param name="from">Read to its end.</param>
    /// <param name="to">Written.</param>
    /// <param name="report">Receives the number of bytes copied, after each block.</param>
    /// <param name="cancellation">Stops it.</param>
    public static FileDigest Copy(Stream from, Stream to, Action<long>? report, CancellationToken cancellation)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var bytes = 0L;
            for (int read; (read = from.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                var piece = buffer.AsSpan(0, read);
                md5.AppendData(piece);
                sha256.AppendData(piece);
                to.Write(piece);
                bytes += read;
                report?.Invoke(bytes);
            }

            return new FileDigest(bytes, Convert.ToHexStringLower(md5.GetHashAndReset()), Convert.ToHexStringLower(sha256.GetHashAndReset()));
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

internal static class FileDigests
{
    /// <summary>How a file differs from the publisher's size and checksums; null if it does not.</summary>
    public static string? Difference(this DataSource source, FileDigest found) =>
        source.Bytes > 0 && found.Bytes != source.Bytes ? $"{source.Bytes:N0} bytes; found {found.Bytes:N0}"
        : source.Sha256.Length > 0 && found.Sha256 != source.Sha256 ? $"SHA-256 {source.Sha256}; found {found.Sha256}"
        : source.Md5.Length > 0 && found.Md5 != source.Md5 ? $"MD5 {source.Md5}; found {found.Md5}"
        : null;
}

/// <summary>Comparison of a folder's files with its manifest.</summary>
/// <param name="Files">Number of files in the manifest.</param>
/// <param name="Missing">Files that do not exist.</param>
/// <param name="OtherSize">Files with a different size.</param>
/// <param name="OtherContent">Files with a different SHA-256.</param>
internal sealed record FileComparison(int Files, IReadOnlyList<string> Missing, IReadOnlyList<string> OtherSize, IReadOnlyList<string> OtherContent)
{
    public bool IsWhole => Missing.Count + OtherSize.Count + OtherContent.Count == 0;

    /// <summary>Reads every byte.</summary>
    public static FileComparison Of(string folder, IReadOnlyList<DataFile> files, Action<DataProgress> report, CancellationToken cancellation)
    {
        var (missing, size, content) = (new List<string>(), new List<string>(), new List<string>());
        var (read, total) = (0L, files.Sum(file => file.Bytes));
        foreach (var file in files)
        {
            var found = new FileInfo(Path.Combine(folder, file.Name));
            if (!found.Exists)
                missing.Add(file.Name);
            else if (found.Length != file.Bytes)
                size.Add(file.Name);
            else if (FileDigest.Of(found.FullName, null, cancellation).Sha256 != file.Sha256)
                content.Add(file.Name);
            report(new DataProgress("checking files", read += file.Bytes, total));
        }

        return new FileComparison(files.Count, missing, size, content);
    }
}

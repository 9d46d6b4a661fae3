using System.Security.Cryptography;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>What a file holds, in short.</summary>
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

    /// <summary>Copies a stream to its end, and says what went over.</summary>
    /// <param name="from">Read to its end.</param>
    /// <param name="to">Written.</param>
    /// <param name="report">Told how many bytes, after each piece.</param>
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
    /// <summary>How a file differs from what the publisher of the source states; null where it does not.</summary>
    public static string? Difference(this DataSource source, FileDigest found) =>
        source.Bytes > 0 && found.Bytes != source.Bytes ? $"{source.Bytes:N0} bytes; found {found.Bytes:N0}"
        : source.Sha256.Length > 0 && found.Sha256 != source.Sha256 ? $"SHA-256 {source.Sha256}; found {found.Sha256}"
        : source.Md5.Length > 0 && found.Md5 != source.Md5 ? $"MD5 {source.Md5}; found {found.Md5}"
        : null;
}

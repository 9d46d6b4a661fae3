using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Features;

/// <summary>SHA-256, in hex, of what features are made from.</summary>
internal static class SampleHash
{
    private const int RowsAtOnce = 1024;

    /// <summary>The contents of a split, sample by sample, whatever its files are called and wherever they lie.</summary>
    public static string Of(Samples samples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (samples.ImageFiles is { } files)
        {
            var hashes = new byte[files.Count][];
            Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, row => hashes[row] = OfFile(files[row]));
            foreach (var one in hashes)
                hash.AppendData(one);
        }
        else
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{samples.Inputs.dtype} [{string.Join(", ", samples.Inputs.shape)}]"));
            for (var start = 0; start < samples.Count; start += RowsAtOnce)
            {
                using var scope = NewDisposeScope();
                hash.AppendData(samples.Inputs.narrow(0, start, Math.Min(RowsAtOnce, samples.Count - start)).contiguous().bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Names and values of a module's parameters and buffers.</summary>
    public static string Of(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, values) in module.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {values.dtype} [{string.Join(", ", values.shape)}]"));
            hash.AppendData(values.cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A file that cannot be read has a hash, too: it is told of where it is decoded.</summary>
    private static byte[] OfFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return SHA256.HashData(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes(e.GetType().Name));
        }
    }
}

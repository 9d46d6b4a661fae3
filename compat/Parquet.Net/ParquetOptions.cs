using System.IO.Compression;
using Parquet.Compression;

namespace Parquet;

public class ParquetOptions
{
    public readonly IDictionary<string, EncodingHint> ColumnEncodingHints = new Dictionary<string, EncodingHint>();

    public CompressionMethod CompressionMethod { get; set; } = CompressionMethod.Snappy;

    /// <summary>Gzip, Brotli and Zstd have levels; the other methods pass it over.</summary>
    public CompressionLevel CompressionLevel { get; set; } = CompressionLevel.Optimal;

    /// <summary>Strings and byte arrays with the hint are dictionary-encoded while distinct values ÷ values is at most this.</summary>
    public double DictionaryEncodingThreshold { get; set; } = 0.8;

    /// <summary>Of a longer column, this many first values decide alone whether a dictionary is tried; 0: all decide.</summary>
    public int DictionaryEncodingSampleSize { get; set; }

    internal void RequireSupported()
    {
        Codec.RequireSupported(CompressionMethod);
        if (!Enum.IsDefined(CompressionLevel))
            throw new NotSupportedException(
                $"Compression level {CompressionLevel} is not supported. Supported: {string.Join(", ", Enum.GetNames<CompressionLevel>())}.");
        foreach (var (column, hint) in ColumnEncodingHints)
            if (hint is not (EncodingHint.Default or EncodingHint.Dictionary))
                throw new NotSupportedException(
                    $"Column '{column}': encoding {hint} is not supported. Supported: {EncodingHint.Default}, {EncodingHint.Dictionary}.");
    }
}

using System.IO.Compression;

namespace Parquet;

public class ParquetOptions
{
    public readonly IDictionary<string, EncodingHint> ColumnEncodingHints = new Dictionary<string, EncodingHint>();

    public CompressionMethod CompressionMethod { get; set; } = CompressionMethod.Snappy;

    public CompressionLevel CompressionLevel { get; set; } = CompressionLevel.Optimal;

    /// <summary>Strings are dictionary-encoded while distinct values ÷ values is at most this.</summary>
    public double DictionaryEncodingThreshold { get; set; } = 0.8;

    /// <summary>Where more values than this are written, these first ones decide alone whether a dictionary is tried; 0: all decide.</summary>
    public int DictionaryEncodingSampleSize { get; set; }
}

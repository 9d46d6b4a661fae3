using Parquet.Columns;

namespace Parquet;

public class ParquetActor
{
    internal ParquetActor(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Stream = stream;
    }

    protected Stream Stream { get; }

    internal static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private static ReadOnlySpan<byte> EncryptedMagic => "PARE"u8;

    /// <summary>Checks that the stream begins and ends as a Parquet file does.</summary>
    /// <exception cref="IOException">It does not.</exception>
    /// <exception cref="ParquetException">It does, as an encrypted one.</exception>
    protected async Task ValidateFileAsync()
    {
        var source = new FileSource(Stream);
        var end = source.Length - Magic.Length;
        if (end < 2 * Magic.Length)
            throw source.NotParquet(0, $"no Parquet file has {source.Length} bytes, the shortest have {3 * Magic.Length}");

        var head = new byte[Magic.Length];
        var tail = new byte[Magic.Length];
        await source.ReadAsync(0, head, CancellationToken.None).ConfigureAwait(false);
        await source.ReadAsync(end, tail, CancellationToken.None).ConfigureAwait(false);
        if (EncryptedMagic.SequenceEqual(head) && EncryptedMagic.SequenceEqual(tail))
            throw source.Error(0, "the file is encrypted, which is not supported");
        if (!Magic.SequenceEqual(head))
            throw source.NotParquet(0, $"no Parquet file begins with {Convert.ToHexString(head)}, all do with {Convert.ToHexString(Magic)}");
        if (!Magic.SequenceEqual(tail))
            throw source.NotParquet(
                end, $"the file is cut short or no Parquet file: it ends with {Convert.ToHexString(tail)}, not with {Convert.ToHexString(Magic)}");
    }
}

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

    /// <summary>Checks that the stream begins and ends as a Parquet file does.</summary>
    /// <exception cref="IOException">It does not.</exception>
    protected async Task ValidateFileAsync()
    {
        var head = new byte[Magic.Length];
        var tail = new byte[Magic.Length];
        if (Stream.Length < 3 * Magic.Length)
            throw new IOException($"Not a Parquet file: it has {Stream.Length} bytes.");

        Stream.Seek(0, SeekOrigin.Begin);
        await Stream.ReadExactlyAsync(head).ConfigureAwait(false);
        Stream.Seek(-tail.Length, SeekOrigin.End);
        await Stream.ReadExactlyAsync(tail).ConfigureAwait(false);
        if (!Magic.SequenceEqual(head) || !Magic.SequenceEqual(tail))
            throw new IOException(
                $"Not a Parquet file, or one cut short: it begins with {Convert.ToHexString(head)} " +
                $"and ends with {Convert.ToHexString(tail)}, not with {Convert.ToHexString(Magic)}.");
    }
}

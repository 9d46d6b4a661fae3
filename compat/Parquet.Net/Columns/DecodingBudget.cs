namespace Parquet.Columns;

/// <summary>How much memory a column of a row group may take while it is read: few bytes can claim to hold very many values.</summary>
/// <remarks>
/// Whatever bytes a file holds, reading it gives values or a <see cref="ParquetException"/> that names the file and the byte; an
/// <see cref="IOException"/> where it is no Parquet file or cut short. No other exception, and no more memory for a column of a row group
/// than 256 MiB and 1,024 bytes for each byte of the file: that holds for what is made here, and again for the arrays that callers make
/// for as many values as the footer claims (<see cref="Claims"/>). On top come the file's own bytes, what the footer is taken apart into
/// (some hundred bytes for each of its own at most) and what <see cref="Pool"/> rounds up. So an array whose length a file decides is paid
/// for here before it is made, or is about as long as the bytes it is made from; nothing that a file decides recurses, or repeats
/// without taking bytes of the file.
/// </remarks>
internal sealed class DecodingBudget(long fileLength)
{
    // Ten million equal rows, which are honest, take some hundred bytes.
    public const long Always = 256L << 20;
    public const long PerByteOfFile = 1024;

    // What an object takes beside its contents.
    private const int ObjectSize = 32;

    private long _left = Of(fileLength);

    public static long Of(long fileLength) => Always + PerByteOfFile * fileLength;

    public void Spend(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
            throw new ParquetException(
                $"it takes more memory than the {Of(fileLength)} bytes that are allowed for a column of a file of {fileLength}");
    }

    public void SpendOnObject(long bytes) => Spend(ObjectSize + bytes);
}

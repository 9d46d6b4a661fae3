namespace Parquet.Columns;

/// <summary>How much memory a column may take while it is read: few bytes can claim to hold very many.</summary>
internal sealed class DecodingBudget(long fileLength)
{
    // A column of 100,000,000 equal rows is honest and takes some hundred bytes, but other columns are seldom like it.
    public const long Always = 256L << 20;
    public const long PerByteOfFile = 1024;
    private long _left = Of(fileLength);

    public static long Of(long fileLength) => Always + PerByteOfFile * fileLength;

    public void Spend(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
            throw new ParquetException(
                $"it takes more memory than the {Of(fileLength)} bytes that are allowed for a column of a file of {fileLength}");
    }
}

using System.Buffers.Binary;
using Parquet.Meta;
using Parquet.Schema;
using Parquet.Thrift;

namespace Parquet;

public class ParquetReader : ParquetActor, IAsyncDisposable
{
    private readonly bool _leaveOpen;

    private ParquetReader(Stream input, bool leaveOpen)
        : base(input) => _leaveOpen = leaveOpen;

    public Dictionary<string, string> CustomMetadata { get; private set; } = [];

    public int RowGroupCount => RowGroups.Count;

    public ParquetSchema Schema { get; private set; } = null!;

    public IReadOnlyList<ParquetRowGroupReader> RowGroups { get; private set; } = [];

    public static async Task<ParquetReader> CreateAsync(
        string filePath, ParquetOptions? parquetOptions = null, CancellationToken cancellationToken = default)
    {
        var file = File.OpenRead(filePath);
        try
        {
            return await CreateAsync(file, parquetOptions, leaveStreamOpen: false, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static async Task<ParquetReader> CreateAsync(
        Stream input, ParquetOptions? parquetOptions = null, bool leaveStreamOpen = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.CanRead || !input.CanSeek)
            throw new ArgumentException("A Parquet file is read from a stream that can be read and can seek.", nameof(input));

        var reader = new ParquetReader(input, leaveStreamOpen);
        await reader.ReadFooterAsync(cancellationToken).ConfigureAwait(false);
        return reader;
    }

    public ParquetRowGroupReader OpenRowGroupReader(int index) => RowGroups[index];

    public async ValueTask DisposeAsync()
    {
        if (!_leaveOpen)
            await Stream.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private async Task ReadFooterAsync(CancellationToken cancellationToken)
    {
        await ValidateFileAsync().ConfigureAwait(false);
        var ending = sizeof(int) + Magic.Length;
        var length = new byte[sizeof(int)];
        Stream.Seek(-ending, SeekOrigin.End);
        await Stream.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);

        var footerLength = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (footerLength < 0 || footerLength > Stream.Length - ending - Magic.Length)
            throw new ParquetException(
                $"Corrupt file: its {Stream.Length} bytes cannot hold the footer of {footerLength} bytes it claims.");

        var footer = new byte[footerLength];
        Stream.Seek(-ending - footerLength, SeekOrigin.End);
        await Stream.ReadExactlyAsync(footer, cancellationToken).ConfigureAwait(false);

        var metadata = new ThriftReader(footer, "footer").TopLevel<FileMetaData>();
        if (metadata.RowGroups.Any(rowGroup => rowGroup.NumRows < 0))
            throw new ParquetException("Corrupt footer: a row group claims a negative number of rows.");
        Schema = SchemaReader.Read(metadata.Schema);
        CustomMetadata = KeyValue.Dictionary(metadata.KeyValueMetadata);
        RowGroups = [.. metadata.RowGroups.Select(rowGroup => new ParquetRowGroupReader(Stream, rowGroup))];
    }
}

using System.Buffers.Binary;
using Parquet.Columns;
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
        var file = System.IO.File.OpenRead(filePath);
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

    private async Task ReadFooterAsync(CancellationToken cancellation)
    {
        await ValidateFileAsync().ConfigureAwait(false);
        var source = new FileSource(Stream);
        var end = source.Length - Magic.Length - sizeof(int);
        var length = new byte[sizeof(int)];
        await source.ReadAsync(end, length, cancellation).ConfigureAwait(false);

        var footerLength = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (footerLength < 0 || footerLength > end - Magic.Length)
            throw source.Error(end, $"the footer claims {footerLength} bytes, the file has {source.Length}");

        var start = end - footerLength;
        var footer = new byte[footerLength];
        await source.ReadAsync(start, footer, cancellation).ConfigureAwait(false);
        var metadata = new ThriftReader(footer, source, start, "footer").TopLevel<FileMetaData>();
        FileColumns columns;
        try
        {
            Schema = SchemaReader.Read(metadata.Schema);
            columns = new FileColumns(source, start, Schema);
            Claims.Validate(columns.Fields, metadata.RowGroups, source.Length);
        }
        catch (ParquetException e)
        {
            throw source.Error(start, $"footer: {e.Message}", e);
        }

        CustomMetadata = KeyValue.Dictionary(metadata.KeyValueMetadata);
        RowGroups = [.. metadata.RowGroups.Select(rowGroup => new ParquetRowGroupReader(columns, rowGroup))];
    }
}

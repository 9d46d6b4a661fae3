using System.Buffers.Binary;
using Parquet.Columns;
using Parquet.Meta;
using Parquet.Schema;
using Parquet.Thrift;

namespace Parquet;

public sealed class ParquetWriter : ParquetActor, IAsyncDisposable
{
    // Spark parses this: name, "version", and a build in brackets.
    private static readonly string CreatedBy =
        $"Parquet.Net-compat version {typeof(ParquetWriter).Assembly.GetName().Version} (build system)";

    private readonly ParquetSchema _schema;
    private readonly List<SchemaElement> _elements;
    private readonly ParquetOptions _options;
    private readonly PositionedOutput _output;
    private readonly PageBuffers _buffers = new();
    private readonly List<ParquetRowGroupWriter> _rowGroups = [];
    private bool _disposed;

    private ParquetWriter(ParquetSchema schema, List<SchemaElement> elements, Stream output, ParquetOptions options)
        : base(output)
    {
        _schema = schema;
        _elements = elements;
        _options = options;
        _output = new PositionedOutput(output);
    }

    public IReadOnlyDictionary<string, string> CustomMetadata { get; set; } = new Dictionary<string, string>();

    public static async Task<ParquetWriter> CreateAsync(
        ParquetSchema schema,
        Stream output,
        ParquetOptions? options = null,
        bool append = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(output);
        if (!output.CanWrite)
            throw new ArgumentException("The stream cannot be written to.", nameof(output));
        if (append)
            throw new NotSupportedException("Appending to a file is not supported.");

        options ??= new ParquetOptions();
        options.RequireSupported();
        var writer = new ParquetWriter(schema, SchemaElements.Of(schema), output, options);
        await writer._output.WriteAsync(Magic.ToArray(), cancellationToken).ConfigureAwait(false);
        return writer;
    }

    public ParquetRowGroupWriter CreateRowGroup()
    {
        var rowGroup = new ParquetRowGroupWriter(_schema, _output, _buffers, _options);
        _rowGroups.Add(rowGroup);
        return rowGroup;
    }

    /// <summary>Writes the footer. Without one a file is unreadable, and that it stays if a row group lacks a column.</summary>
    public async ValueTask DisposeAsync()
    {
        // An exception thrown here would hide the one that kept the columns from being written.
        if (_disposed || _rowGroups.Any(rowGroup => !rowGroup.IsComplete))
            return;
        _disposed = true;

        var footer = ThriftWriter.Serialize(new FileMetaData
        {
            Schema = _elements,
            NumRows = _rowGroups.Sum(rowGroup => rowGroup.RowCount),
            RowGroups = [.. _rowGroups.Select(rowGroup => rowGroup.ToMetadata())],
            KeyValueMetadata = KeyValue.List(CustomMetadata),
            CreatedBy = CreatedBy,
        });

        var tail = new byte[sizeof(int) + Magic.Length];
        BinaryPrimitives.WriteInt32LittleEndian(tail, footer.WrittenCount);
        Magic.CopyTo(tail.AsSpan(sizeof(int)));
        await _output.WriteAsync(footer.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
        await _output.WriteAsync(tail, CancellationToken.None).ConfigureAwait(false);
        await _output.FlushAsync().ConfigureAwait(false);
    }
}

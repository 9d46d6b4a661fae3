using Parquet.Columns;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

public class ParquetRowGroupWriter : IDisposable
{
    private readonly DataField[] _fields;
    private readonly PositionedOutput _output;
    private readonly PageBuffers _buffers;
    private readonly ParquetOptions _options;
    private readonly List<ColumnChunk> _columns = [];
    private int? _rowCount;

    internal ParquetRowGroupWriter(ParquetSchema schema, PositionedOutput output, PageBuffers buffers, ParquetOptions options)
    {
        _fields = schema.GetDataFields();
        _output = output;
        _buffers = buffers;
        _options = options;
    }

    internal int RowCount => _rowCount ?? 0;

    internal bool IsComplete => _columns.Count == _fields.Length;

    public Task WriteAsync(DataField field, IReadOnlyCollection<string?> values, ReadOnlyMemory<int>? repetitionLevels = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = ColumnValues<ReadOnlyMemory<char>>.OfObjects(field, values, text => text.AsMemory(), repetitionLevels);
        return WriteColumnAsync(texts, null, CancellationToken.None);
    }

    public Task WriteAsync(DataField field, IReadOnlyCollection<byte[]?> values, ReadOnlyMemory<int>? repetitionLevels = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var arrays = ColumnValues<ReadOnlyMemory<byte>>.OfObjects(field, values, array => array.AsMemory(), repetitionLevels);
        return WriteColumnAsync(arrays, null, CancellationToken.None);
    }

    public Task WriteAsync<T>(
        DataField field,
        ReadOnlyMemory<T?> values,
        ReadOnlyMemory<int>? repetitionLevels = null,
        Dictionary<string, string>? customMetadata = null,
        CancellationToken cancellationToken = default)
        where T : struct =>
        WriteColumnAsync(ColumnValues<T>.OfNullable(field, values, repetitionLevels), customMetadata, cancellationToken);

    public Task WriteAsync<T>(
        DataField field,
        ReadOnlyMemory<T> values,
        ReadOnlyMemory<int>? repetitionLevels = null,
        Dictionary<string, string>? customMetadata = null,
        CancellationToken cancellationToken = default)
        where T : struct =>
        WriteColumnAsync(ColumnValues<T>.Of(field, values, repetitionLevels), customMetadata, cancellationToken);

    /// <summary>Writes values without their nulls, and the levels that say where nulls stand and where lists begin.</summary>
    public Task WriteAllPartsAsync<T>(
        DataField field,
        ReadOnlyMemory<T> values,
        ReadOnlyMemory<int>? definitionValues,
        ReadOnlyMemory<int>? repetitionLevels,
        CancellationToken cancellationToken)
        where T : struct =>
        WriteColumnAsync(ColumnValues<T>.OfParts(field, values, definitionValues, repetitionLevels), null, cancellationToken);

    /// <exception cref="InvalidOperationException">A column of the schema has not been written.</exception>
    public void CompleteValidate()
    {
        if (!IsComplete)
            throw new InvalidOperationException(
                $"{_columns.Count} of {_fields.Length} columns were written. " +
                $"Missing: {string.Join(", ", _fields.Skip(_columns.Count).Select(field => field.Path))}.");
    }

    public void Dispose() => GC.SuppressFinalize(this);

    internal RowGroup ToMetadata() => new()
    {
        Columns = _columns,
        NumRows = RowCount,
        TotalByteSize = _columns.Sum(column => column.MetaData!.TotalUncompressedSize),
        TotalCompressedSize = _columns.Sum(column => column.MetaData!.TotalCompressedSize),
    };

    private async Task WriteColumnAsync<T>(
        ColumnValues<T> column, Dictionary<string, string>? customMetadata, CancellationToken cancellationToken)
        where T : struct
    {
        if (IsComplete)
            throw new InvalidOperationException($"Column '{column.Field.Path}': all {_fields.Length} columns have been written.");
        var expected = _fields[_columns.Count];
        if (!expected.Equals(column.Field))
            throw new ArgumentException($"Columns are written in the schema's order: {expected} is next, {column.Field} was passed.");
        if (_rowCount is { } rows && rows != column.RowCount)
            throw new InvalidOperationException(
                $"Column '{column.Field.Path}' has {column.RowCount} rows, the columns before it have {rows}.");

        _rowCount = column.RowCount;
        var writer = new ColumnWriter(_output, _buffers, _options, cancellationToken);
        _columns.Add(await writer.WriteAsync(column, customMetadata).ConfigureAwait(false));
    }
}

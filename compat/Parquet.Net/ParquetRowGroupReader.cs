using System.Buffers;
using Parquet.Columns;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

public class ParquetRowGroupReader : IDisposable
{
    private readonly FileSource _source;
    private readonly RowGroup _rowGroup;

    // As the file has them: a caller's own field tells no more than the path and the type it expects.
    private readonly Dictionary<FieldPath, (ColumnChunk Chunk, DataField Field)> _columns = [];

    internal ParquetRowGroupReader(FileSource source, ParquetSchema schema, RowGroup rowGroup)
    {
        _source = source;
        _rowGroup = rowGroup;
        var fields = schema.GetDataFields().ToLookup(field => field.Path);
        foreach (var column in rowGroup.Columns)
            if (column.MetaData is { } metadata && fields[new FieldPath(metadata.PathInSchema)].FirstOrDefault() is { } field)
                _columns[field.Path] = (column, field);
    }

    public long RowCount => _rowGroup.NumRows;

    public bool ColumnExists(DataField field) => GetMetadata(field) is not null;

    public ColumnChunk? GetMetadata(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _columns.TryGetValue(field.Path, out var column) ? column.Chunk : null;
    }

    public Dictionary<string, string> GetCustomMetadata(DataField field) =>
        KeyValue.Dictionary(GetMetadata(field)?.MetaData?.KeyValueMetadata);

    public DataColumnStatistics? GetStatistics(DataField field)
    {
        var (metadata, stored) = Find(field);
        return metadata.Statistics is { } statistics
            ? new DataColumnStatistics(
                statistics.NullCount,
                statistics.DistinctCount,
                stored.Codec.ReadStatistic(statistics.MinValue),
                stored.Codec.ReadStatistic(statistics.MaxValue))
            : null;
    }

    public ValueTask ReadAsync<T>(
        DataField field, Memory<T> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct =>
        ReadRawAsync(field, values, null, repetitionLevels, cancellationToken);

    public ValueTask ReadAsync<T>(
        DataField field, Memory<T?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct =>
        ReadNullableAsync<T, T?>(field, values, repetitionLevels, value => value, cancellationToken);

    public ValueTask ReadAsync(
        DataField field, Memory<string?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        ReadNullableAsync<ReadOnlyMemory<char>, string?>(field, values, repetitionLevels, value => value.ToString(), cancellationToken);

    public ValueTask ReadAsync(
        DataField field, Memory<byte[]?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        ReadNullableAsync<ReadOnlyMemory<byte>, byte[]?>(field, values, repetitionLevels, value => value.ToArray(), cancellationToken);

    /// <summary>Reads values without their nulls, and the levels that say where nulls stand and where lists begin.</summary>
    public async ValueTask ReadRawAsync<T>(
        DataField field,
        Memory<T> values,
        Memory<int>? definitionLevels,
        Memory<int>? repetitionLevels,
        CancellationToken cancellationToken = default)
        where T : struct
    {
        var (metadata, stored) = Find(field);
        RequireType<T>(stored);
        RequireRoom(stored, metadata, values.Length, "values");
        if (stored.MaxDefinitionLevel > 0)
            RequireRoom(stored, metadata, definitionLevels?.Length, "definition levels");
        if (stored.MaxRepetitionLevel > 0)
            RequireRoom(stored, metadata, repetitionLevels?.Length, "repetition levels");

        var destination = new ColumnDestination<T>(values, definitionLevels, repetitionLevels);
        await new ColumnReader<T>(_source, stored, metadata).ReadAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<RawColumnData> ReadRawColumnDataBaseAsync(DataField field, CancellationToken cancellationToken = default) =>
        Find(field).Field.Codec.ReadRawAsync(this, field, cancellationToken);

    public void Dispose() => GC.SuppressFinalize(this);

    internal async ValueTask<RawColumnData> ReadRawColumnAsync<T>(DataField field, CancellationToken cancellationToken)
        where T : struct
    {
        var (metadata, stored) = Find(field);
        var count = CountOf(stored, metadata);
        var values = new ExactMemory<T>(count);
        var definitions = stored.MaxDefinitionLevel > 0 ? new ExactMemory<int>(count) : null;
        var repetitions = stored.MaxRepetitionLevel > 0 ? new ExactMemory<int>(count) : null;
        await ReadRawAsync(stored, values.Memory, definitions?.Memory, repetitions?.Memory, cancellationToken).ConfigureAwait(false);
        return new RawColumnData<T>(values, definitions, repetitions);
    }

    private async ValueTask ReadNullableAsync<T, TResult>(
        DataField field,
        Memory<TResult?> results,
        Memory<int>? repetitionLevels,
        Func<T, TResult> convert,
        CancellationToken cancellationToken)
        where T : struct
    {
        var (metadata, stored) = Find(field);
        RequireRoom(stored, metadata, results.Length, "values");
        var count = CountOf(stored, metadata);
        var values = ArrayPool<T>.Shared.Rent(count);
        var definitions = ArrayPool<int>.Shared.Rent(count);
        try
        {
            await ReadRawAsync<T>(stored, values, definitions, repetitionLevels, cancellationToken).ConfigureAwait(false);
            var next = 0;
            for (var i = 0; i < count; i++)
                results.Span[i] = stored.MaxDefinitionLevel > 0 && definitions[i] < stored.MaxDefinitionLevel ? default : convert(values[next++]);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(values, clearArray: true);
            ArrayPool<int>.Shared.Return(definitions);
        }
    }

    private (ColumnMetaData Metadata, DataField Field) Find(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _columns.TryGetValue(field.Path, out var column)
            ? (column.Chunk.MetaData!, column.Field)
            : throw new ParquetException($"No column '{field.Path}' in this row group. Columns: {string.Join(", ", _columns.Keys)}.");
    }

    private static void RequireType<T>(DataField field)
    {
        if (field.Codec.ValueType != typeof(T))
            throw new ArgumentException($"Column '{field.Path}' holds values of type {field.ClrType}, {typeof(T)} was asked for.");
    }

    private static int CountOf(DataField field, ColumnMetaData metadata) =>
        metadata.NumValues <= Array.MaxLength
            ? (int)metadata.NumValues
            : throw new ParquetException(
                $"Column '{field.Path}' has {metadata.NumValues} values in one row group, at most {Array.MaxLength} are supported.");

    private static void RequireRoom(DataField field, ColumnMetaData metadata, int? room, string what)
    {
        if (room is null || room < metadata.NumValues)
            throw new ArgumentException(
                $"Column '{field.Path}' has {metadata.NumValues} values with its nulls; room for {room ?? 0} {what} was passed.");
    }
}

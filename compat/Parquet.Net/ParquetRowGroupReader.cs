using Parquet.Columns;
using Parquet.Compression;
using Parquet.Data;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

public class ParquetRowGroupReader : IDisposable
{
    private readonly Stream _stream;
    private readonly RowGroup _rowGroup;
    private readonly Dictionary<string, ColumnChunk> _columns = [];

    internal ParquetRowGroupReader(Stream stream, RowGroup rowGroup)
    {
        _stream = stream;
        _rowGroup = rowGroup;
        foreach (var column in rowGroup.Columns)
            if (column.MetaData is { } metadata)
                _columns[string.Join(ParquetSchema.PathSeparator, metadata.PathInSchema)] = column;
    }

    public long RowCount => _rowGroup.NumRows;

    public bool ColumnExists(DataField field) => GetMetadata(field) is not null;

    public ColumnChunk? GetMetadata(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _columns.GetValueOrDefault(field.Path.ToString());
    }

    public Dictionary<string, string> GetCustomMetadata(DataField field) =>
        KeyValue.Dictionary(GetMetadata(field)?.MetaData?.KeyValueMetadata);

    public DataColumnStatistics? GetStatistics(DataField field)
    {
        if (MetadataOf(field).Statistics is not { } statistics)
            return null;
        var codec = ValueCodec.For(field.ClrType);
        return new DataColumnStatistics(
            statistics.NullCount,
            statistics.DistinctCount,
            codec.ReadStatistic(statistics.MinValue),
            codec.ReadStatistic(statistics.MaxValue));
    }

    public async ValueTask ReadAsync<T>(
        DataField field, Memory<T> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct =>
        await ReadRawAsync(field, values, null, repetitionLevels, cancellationToken).ConfigureAwait(false);

    public async ValueTask ReadAsync<T>(
        DataField field, Memory<T?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct =>
        await ReadNullableAsync<T, T?>(field, values, repetitionLevels, value => value, cancellationToken).ConfigureAwait(false);

    public async ValueTask ReadAsync(
        DataField field, Memory<string?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        await ReadNullableAsync<ReadOnlyMemory<char>, string?>(
            field, values, repetitionLevels, value => value.ToString(), cancellationToken).ConfigureAwait(false);

    public async ValueTask ReadAsync(
        DataField field, Memory<byte[]?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        await ReadNullableAsync<ReadOnlyMemory<byte>, byte[]?>(
            field, values, repetitionLevels, value => value.ToArray(), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads values without their nulls, and the levels that say where nulls stand and where lists begin.</summary>
    public async ValueTask ReadRawAsync<T>(
        DataField field,
        Memory<T> values,
        Memory<int>? definitionLevels,
        Memory<int>? repetitionLevels,
        CancellationToken cancellationToken = default)
        where T : struct
    {
        var metadata = MetadataOf(field);
        if (ValueCodec.For(field.ClrType).ValueType != typeof(T))
            throw new ArgumentException($"Column '{field.Path}' holds values of type {field.ClrType}, {typeof(T)} was asked for.");
        RequireRoom(field, metadata, values.Length, "values");
        if (field.MaxDefinitionLevel > 0)
            RequireRoom(field, metadata, definitionLevels?.Length, "definition levels");
        if (field.MaxRepetitionLevel > 0)
            RequireRoom(field, metadata, repetitionLevels?.Length, "repetition levels");

        using var chunk = await ReadChunkAsync(field, metadata, cancellationToken).ConfigureAwait(false);
        new ColumnReader<T>(field, metadata, chunk.Memory).Read(new ColumnDestination<T>(values, definitionLevels, repetitionLevels));
    }

    public ValueTask<RawColumnData> ReadRawColumnDataBaseAsync(DataField field, CancellationToken cancellationToken = default) =>
        ValueCodec.For(field.ClrType).ReadRawAsync(this, field, cancellationToken);

    public void Dispose() => GC.SuppressFinalize(this);

    internal async ValueTask<RawColumnData> ReadRawColumnAsync<T>(DataField field, CancellationToken cancellationToken)
        where T : struct
    {
        var metadata = MetadataOf(field);
        using var chunk = await ReadChunkAsync(field, metadata, cancellationToken).ConfigureAwait(false);
        var count = Pages.CountValues(field, metadata, chunk.Memory);
        var values = new ExactMemory<T>(count);
        var definitions = field.MaxDefinitionLevel > 0 ? new ExactMemory<int>(count) : null;
        var repetitions = field.MaxRepetitionLevel > 0 ? new ExactMemory<int>(count) : null;
        var destination = new ColumnDestination<T>(values.Memory, definitions?.Memory, repetitions?.Memory);
        new ColumnReader<T>(field, metadata, chunk.Memory).Read(destination);
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
        var metadata = MetadataOf(field);
        RequireRoom(field, metadata, results.Length, "values");
        var count = (int)metadata.NumValues;
        var values = new T[count];
        var definitions = new int[field.MaxDefinitionLevel > 0 ? count : 0];
        await ReadRawAsync<T>(field, values, definitions, repetitionLevels, cancellationToken).ConfigureAwait(false);

        var next = 0;
        for (var i = 0; i < count; i++)
            results.Span[i] = definitions.Length > 0 && definitions[i] < field.MaxDefinitionLevel ? default : convert(values[next++]);
    }

    private ColumnMetaData MetadataOf(DataField field) =>
        GetMetadata(field)?.MetaData ?? throw new ParquetException(
            $"No column '{field.Path}' in this row group. Columns: {string.Join(", ", _columns.Keys)}.");

    private Task<PooledBytes> ReadChunkAsync(DataField field, ColumnMetaData metadata, CancellationToken cancellationToken) =>
        new ChunkLocation(field, metadata, _stream.Length).ReadAsync(_stream, cancellationToken);

    private static void RequireRoom(DataField field, ColumnMetaData metadata, int? room, string what)
    {
        if (metadata.NumValues < 0)
            throw new ParquetException($"Corrupt column '{field.Path}': it claims {metadata.NumValues} values.");
        if (room is null || room < metadata.NumValues)
            throw new ArgumentException(
                $"Column '{field.Path}' has {metadata.NumValues} values with its nulls; room for {room ?? 0} {what} was passed.");
    }
}

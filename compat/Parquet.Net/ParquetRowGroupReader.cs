using System.Runtime.CompilerServices;
using Parquet.Columns;
using Parquet.Compression;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

public class ParquetRowGroupReader : IDisposable
{
    private readonly FileColumns _columns;
    private readonly RowGroup _rowGroup;

    internal ParquetRowGroupReader(FileColumns columns, RowGroup rowGroup)
    {
        _columns = columns;
        _rowGroup = rowGroup;
    }

    public long RowCount => _rowGroup.NumRows;

    public bool ColumnExists(DataField field) => GetMetadata(field) is not null;

    public ColumnChunk? GetMetadata(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _columns.PlaceOf(field.Path) is { } place ? _rowGroup.Columns[place] : null;
    }

    public Dictionary<string, string> GetCustomMetadata(DataField field) =>
        KeyValue.Dictionary(GetMetadata(field)?.MetaData?.KeyValueMetadata);

    public DataColumnStatistics? GetStatistics(DataField field)
    {
        var column = Find(field);
        if (column.Metadata.Statistics is not { } statistics)
            return null;

        var codec = column.Field.Codec;
        var (min, max) = _columns.Naming(
            column.Field, () => (codec.ReadStatistic(statistics.MinValue), codec.ReadStatistic(statistics.MaxValue)));
        return new DataColumnStatistics(statistics.NullCount, statistics.DistinctCount, min, max);
    }

    public ValueTask ReadAsync<T>(
        DataField field, Memory<T> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct =>
        ReadRawAsync(field, values, null, repetitionLevels, cancellationToken);

    public ValueTask ReadAsync<T>(
        DataField field, Memory<T?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default)
        where T : struct =>
        ReadNullableAsync<T, T?>(field, values, repetitionLevels, (value, _) => value, cancellationToken);

    public ValueTask ReadAsync(
        DataField field, Memory<string?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        ReadNullableAsync<ReadOnlyMemory<char>, string?>(field, values, repetitionLevels, (value, _) => value.ToString(), cancellationToken);

    public ValueTask ReadAsync(
        DataField field, Memory<byte[]?> values, Memory<int>? repetitionLevels = null, CancellationToken cancellationToken = default) =>
        ReadNullableAsync<ReadOnlyMemory<byte>, byte[]?>(field, values, repetitionLevels, Copy, cancellationToken);

    /// <summary>Reads values without their nulls, and the levels that say where nulls stand and where lists begin.</summary>
    public async ValueTask ReadRawAsync<T>(
        DataField field,
        Memory<T> values,
        Memory<int>? definitionLevels,
        Memory<int>? repetitionLevels,
        CancellationToken cancellationToken = default)
        where T : struct
    {
        var column = Find(field);
        await ReadAsync(column, values, definitionLevels, repetitionLevels, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<RawColumnData> ReadRawColumnDataBaseAsync(DataField field, CancellationToken cancellationToken = default) =>
        Find(field).Field.Codec.ReadRawAsync(this, field, cancellationToken);

    public void Dispose() => GC.SuppressFinalize(this);

    internal async ValueTask<RawColumnData> ReadRawColumnAsync<T>(DataField field, CancellationToken cancellationToken)
        where T : struct
    {
        var column = Find(field);
        var count = CountOf(column);
        _columns.Naming(column.Field, () => column.Budget.Spend((long)Claims.MemoryOf(column.Field, column.Metadata)));

        var values = new ExactMemory<T>(count);
        var definitions = column.Field.MaxDefinitionLevel > 0 ? new ExactMemory<int>(count) : null;
        var repetitions = column.Field.MaxRepetitionLevel > 0 ? new ExactMemory<int>(count) : null;
        await ReadAsync(column, values.Memory, definitions?.Memory, repetitions?.Memory, cancellationToken).ConfigureAwait(false);
        return new RawColumnData<T>(values, definitions, repetitions);
    }

    private async ValueTask ReadNullableAsync<T, TResult>(
        DataField field,
        Memory<TResult?> results,
        Memory<int>? repetitionLevels,
        Func<T, DecodingBudget, TResult> convert,
        CancellationToken cancellationToken)
        where T : struct
    {
        var column = Find(field);
        RequireType<T>(column.Field);
        RequireRoom(column, results.Length, "values");
        var count = CountOf(column);
        var hasNulls = column.Field.MaxDefinitionLevel > 0;
        _columns.Naming(column.Field, () => column.Budget.Spend((long)count * (Unsafe.SizeOf<T>() + (hasNulls ? sizeof(int) : 0))));

        var values = Pool.Rent<T>(count);
        var definitions = Pool.Rent<int>(hasNulls ? count : 0);
        try
        {
            await ReadAsync<T>(column, values, definitions, repetitionLevels, cancellationToken).ConfigureAwait(false);
            _columns.Naming(column.Field, Convert);
        }
        finally
        {
            Pool.Return(values);
            Pool.Return(definitions);
        }

        void Convert()
        {
            var next = 0;
            var span = results.Span;
            for (var i = 0; i < count; i++)
                span[i] = hasNulls && definitions[i] < column.Field.MaxDefinitionLevel ? default : convert(values[next++], column.Budget);
        }
    }

    private ValueTask ReadAsync<T>(
        Column column, Memory<T> values, Memory<int>? definitionLevels, Memory<int>? repetitionLevels, CancellationToken cancellationToken)
        where T : struct
    {
        RequireType<T>(column.Field);
        RequireReadable(column);
        RequireRoom(column, values.Length, "values");
        if (column.Field.MaxDefinitionLevel > 0)
            RequireRoom(column, definitionLevels?.Length, "definition levels");
        if (column.Field.MaxRepetitionLevel > 0)
            RequireRoom(column, repetitionLevels?.Length, "repetition levels");

        var destination = new ColumnDestination<T>(values, definitionLevels, repetitionLevels);
        return new ColumnReader<T>(_columns, column.Field, column.Metadata, column.Budget).ReadAsync(destination, RowCount, cancellationToken);
    }

    // As the file has it: a caller's own field tells no more than the path and the type it expects.
    private Column Find(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _columns.PlaceOf(field.Path) is { } place
            ? new Column(_rowGroup.Columns[place], _columns.Fields[place], new DecodingBudget(_columns.Source.Length))
            : throw new ParquetException(
                $"No column '{field.Path}' in this row group. Columns: {string.Join(", ", _columns.Fields.Select(known => known.Path))}.");
    }

    private void RequireReadable(Column column)
    {
        if (column.Chunk.IsEncrypted)
            throw _columns.Error(column.Field, "it is encrypted, which is not supported");
        if (column.Chunk.FilePath is { Length: > 0 } other)
            throw _columns.Error(column.Field, $"its values lie in another file, '{other}', which is not supported");
        _columns.Naming(column.Field, () => Codec.RequireReadable(column.Metadata.Codec));
    }

    private static byte[] Copy(ReadOnlyMemory<byte> value, DecodingBudget budget)
    {
        // Few bytes can refer to one long value of a dictionary very often.
        budget.SpendOnObject(value.Length);
        return value.ToArray();
    }

    private static void RequireType<T>(DataField field)
    {
        if (field.Codec.ValueType != typeof(T))
            throw new ArgumentException($"Column '{field.Path}' holds values of type {field.ClrType}, {typeof(T)} was asked for.");
    }

    private int CountOf(Column column) =>
        column.Metadata.NumValues <= Array.MaxLength
            ? (int)column.Metadata.NumValues
            : throw _columns.Error(
                column.Field, $"it has {column.Metadata.NumValues} values in one row group, at most {Array.MaxLength} are supported");

    private static void RequireRoom(Column column, int? room, string what)
    {
        if (room is null || room < column.Metadata.NumValues)
            throw new ArgumentException(
                $"Column '{column.Field.Path}' has {column.Metadata.NumValues} values with its nulls; room for {room ?? 0} {what} was passed.");
    }

    private readonly record struct Column(ColumnChunk Chunk, DataField Field, DecodingBudget Budget)
    {
        public ColumnMetaData Metadata => Chunk.MetaData!;
    }
}

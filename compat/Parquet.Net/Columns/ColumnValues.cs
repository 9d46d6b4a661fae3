using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>One column of one row group as it goes to the file: values without nulls, and the levels that say where they stand.</summary>
internal sealed class ColumnValues<T>
    where T : struct
{
    private ColumnValues(DataField field, ReadOnlyMemory<T> values, ReadOnlyMemory<int>? definitions, ReadOnlyMemory<int>? repetitions)
    {
        RequireType(field);
        Field = field;
        Values = values;
        Definitions = field.MaxDefinitionLevel > 0
            ? definitions ?? throw new InvalidOperationException(
                $"Column '{field.Path}' is nullable: pass nullable values, or definition levels to " +
                $"{nameof(ParquetRowGroupWriter.WriteAllPartsAsync)}.")
            : ReadOnlyMemory<int>.Empty;
        Repetitions = field.MaxRepetitionLevel > 0
            ? repetitions ?? throw new ArgumentException(
                $"Column '{field.Path}' is repeated: repetition levels are required.", nameof(repetitions))
            : ReadOnlyMemory<int>.Empty;
        Count = field.MaxDefinitionLevel > 0 ? Definitions.Length : values.Length;
        Validate();
    }

    public DataField Field { get; }

    public ReadOnlyMemory<T> Values { get; }

    public ReadOnlyMemory<int> Definitions { get; }

    public ReadOnlyMemory<int> Repetitions { get; }

    /// <summary>Values and nulls, an empty list counting as one.</summary>
    public int Count { get; }

    public int RowCount => Field.MaxRepetitionLevel > 0 ? Repetitions.Span.Count(0) : Count;

    public static ColumnValues<T> Of(DataField field, ReadOnlyMemory<T> values, ReadOnlyMemory<int>? repetitions) =>
        new(field, values, null, repetitions);

    public static ColumnValues<T> OfParts(
        DataField field, ReadOnlyMemory<T> values, ReadOnlyMemory<int>? definitions, ReadOnlyMemory<int>? repetitions) =>
        new(field, values, definitions, repetitions);

    public static ColumnValues<T> OfNullable(DataField field, ReadOnlyMemory<T?> nullable, ReadOnlyMemory<int>? repetitions)
    {
        RequireType(field);
        var values = new T[nullable.Length];
        var definitions = Levels(field, nullable.Length);
        var count = 0;
        var span = nullable.Span;
        for (var i = 0; i < span.Length; i++)
        {
            if (definitions.Length > 0)
                definitions[i] = span[i].HasValue ? field.MaxDefinitionLevel : field.MaxDefinitionLevel - 1;
            if (span[i].HasValue)
                values[count++] = span[i].GetValueOrDefault();
        }

        RequireNoNulls(field, span.Length - count);
        return new ColumnValues<T>(field, values.AsMemory(0, count), definitions, repetitions);
    }

    /// <param name="view">What stands for an object in memory.</param>
    public static ColumnValues<T> OfObjects<TObject>(
        DataField field, IReadOnlyCollection<TObject?> objects, Func<TObject, T> view, ReadOnlyMemory<int>? repetitions)
        where TObject : class
    {
        RequireType(field);
        var values = new T[objects.Count];
        var definitions = Levels(field, objects.Count);
        var (count, i) = (0, 0);
        TObject? previous = null;
        foreach (var value in SpanOf(objects))
        {
            if (definitions.Length > 0)
                definitions[i++] = value is null ? field.MaxDefinitionLevel - 1 : field.MaxDefinitionLevel;
            if (value is null)
                continue;

            // Most columns of strings repeat one object.
            values[count] = ReferenceEquals(value, previous) ? values[count - 1] : view(value);
            previous = value;
            count++;
        }

        RequireNoNulls(field, objects.Count - count);
        return new ColumnValues<T>(field, values.AsMemory(0, count), definitions, repetitions);
    }

    private static int[] Levels(DataField field, int count) =>
        GC.AllocateUninitializedArray<int>(field.MaxDefinitionLevel > 0 ? count : 0);

    private static ReadOnlySpan<TObject?> SpanOf<TObject>(IReadOnlyCollection<TObject?> objects) => objects switch
    {
        TObject?[] array => array,
        ArraySegment<TObject?> segment => segment.AsSpan(),
        _ => objects.ToArray(),
    };

    private static void RequireNoNulls(DataField field, int nulls)
    {
        if (nulls > 0 && !field.IsNullable)
            throw new ArgumentException($"Column '{field.Path}' takes no nulls, {nulls} were passed.", nameof(field));
    }

    private static void RequireType(DataField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!field.IsAttached)
            throw new ArgumentException(
                $"Field '{field.Name}' belongs to no schema: make a {nameof(ParquetSchema)} of it first.", nameof(field));
        if (field.WritingCodec.ValueType != typeof(T))
            throw new ArgumentException(
                $"Column '{field.Path}' expects values of type {field.ClrType}, {typeof(T)} was passed.", nameof(field));
    }

    private void Validate()
    {
        if (Field.MaxDefinitionLevel > 0)
        {
            RequireLevels(Definitions.Span, Field.MaxDefinitionLevel, "definition");
            var defined = Definitions.Span.Count(Field.MaxDefinitionLevel);
            if (defined != Values.Length)
                throw new ArgumentException(
                    $"Column '{Field.Path}': definition levels tell of {defined} values, {Values.Length} were passed.");
        }

        if (Field.MaxRepetitionLevel > 0)
        {
            RequireLevels(Repetitions.Span, Field.MaxRepetitionLevel, "repetition");
            if (Repetitions.Length != Count)
                throw new ArgumentException(
                    $"Column '{Field.Path}': {Repetitions.Length} repetition levels, but {Count} definition levels.");
            if (Count > 0 && Repetitions.Span[0] != 0)
                throw new ArgumentException($"Column '{Field.Path}': the first repetition level must be 0, not {Repetitions.Span[0]}.");
        }
    }

    private void RequireLevels(ReadOnlySpan<int> levels, int largest, string kind)
    {
        var outside = levels.IndexOfAnyExceptInRange(0, largest);
        if (outside >= 0)
            throw new ArgumentException($"Column '{Field.Path}': {kind} level {levels[outside]} lies outside 0 to {largest}.");
    }
}

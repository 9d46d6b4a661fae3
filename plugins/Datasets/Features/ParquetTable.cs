using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Datasets.Features;

/// <summary>A Parquet file: lists of float or double are vectors.</summary>
internal sealed class ParquetTable : FeatureTable
{
    private readonly Dictionary<string, Field> fields;

    public ParquetTable(string path) : base(path)
    {
        fields = Read((reader, _) => Task.FromResult(reader.Schema.Fields.DistinctBy(field => field.Name).ToDictionary(field => field.Name)));
        Arrays = [.. fields.Values.Select(field => new FeatureArray(field.Name, KindOf(field), TypeOf(field)))];
    }

    public override IReadOnlyList<FeatureArray> Arrays { get; }

    public override (float[] Values, int Size) Vectors(string name)
    {
        var leaf = LeafOf(fields[name])!;
        return leaf.ClrType == typeof(float) ? Vectors<float>(leaf, value => value) : Vectors<double>(leaf, value => (float)value);
    }

    public override long[] Integers(string name)
    {
        var field = (DataField)fields[name];
        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.SByte => Integers<sbyte>(field, v => v),
            TypeCode.Byte => Integers<byte>(field, v => v),
            TypeCode.Int16 => Integers<short>(field, v => v),
            TypeCode.UInt16 => Integers<ushort>(field, v => v),
            TypeCode.Int32 => Integers<int>(field, v => v),
            TypeCode.UInt32 => Integers<uint>(field, v => v),
            _ => Integers<long>(field, v => v),
        };
    }

    public override string[] Texts(string name)
    {
        var field = (DataField)fields[name];
        return Rows<string?, string>(field, (group, rows) => group.ReadAsync(field, rows), text => text ?? throw Null(field));
    }

    private static DataField? LeafOf(Field field) => field is ListField { Item: DataField item } ? item : field as DataField;

    private static ArrayKind KindOf(Field field) => (field, LeafOf(field)) switch
    {
        (_, { MaxRepetitionLevel: 1 } leaf) when leaf.ClrType == typeof(float) || leaf.ClrType == typeof(double) => ArrayKind.Vectors,
        (DataField { MaxRepetitionLevel: 0 } leaf, _) when leaf.ClrType == typeof(string) => ArrayKind.Texts,
        (DataField { MaxRepetitionLevel: 0 } leaf, _) when Type.GetTypeCode(leaf.ClrType) is >= TypeCode.SByte and <= TypeCode.Int64 => ArrayKind.Integers,
        _ => ArrayKind.Other,
    };

    private static string TypeOf(Field field) => field switch
    {
        ListField list => $"list of {TypeOf(list.Item)}",
        DataField leaf => leaf.ClrType.Name,
        _ => field.SchemaType.ToString(),
    };

    private long[] Integers<T>(DataField field, Func<T, long> convert)
        where T : struct =>
        field.IsNullable
            ? Rows<T?, long>(field, (group, rows) => group.ReadAsync<T>(field, rows), value => convert(value ?? throw Null(field)))
            : Rows<T, long>(field, (group, rows) => group.ReadAsync<T>(field, rows), convert);

    private TOut[] Rows<T, TOut>(DataField field, Func<ParquetRowGroupReader, Memory<T>, ValueTask> read, Func<T, TOut> convert) => Read(async (reader, most) =>
    {
        var all = new List<TOut>();
        foreach (var group in reader.RowGroups)
        {
            var values = new T[Count(group, field, most)];
            if (values.Length != group.RowCount)
                throw Refused($"column {field.Path} has {values.Length} values in a row group of {group.RowCount} rows.");
            await read(group, values);
            all.AddRange(values.Select(convert));
        }

        return all.ToArray();
    });

    private (float[] Values, int Size) Vectors<T>(DataField field, Func<T, float> convert)
        where T : struct => Read(async (reader, most) =>
    {
        var counts = reader.RowGroups.Select(group => (long)Count(group, field, most)).ToList();
        if (counts.Sum() > most)
            throw Refused($"column {field.Path} has {counts.Sum()} numbers; at most {most} are read of a file of this size.");
        var all = new float[counts.Sum()];
        var (at, row, size) = (0, 0L, 0);
        foreach (var (group, count) in reader.RowGroups.Zip(counts))
        {
            var (values, definitions, repetitions) = (new T[count], new int[count], new int[count]);
            await group.ReadRawAsync<T>(field, values, definitions, repetitions);
            size = RequireEven(field, definitions, repetitions, row, size);
            for (var i = 0; i < count; i++)
                all[at++] = convert(values[i]);
            row += group.RowCount;
            if (size == 0 || at != row * size)
                throw Refused($"column {field.Path} has {at} numbers in {row} rows.");
        }

        return (all, size);
    });

    // The levels tell where a row begins, and what is null.
    private int RequireEven(DataField field, int[] definitions, int[] repetitions, long firstRow, int size)
    {
        var (row, length) = (firstRow - 1, size);
        for (var i = 0; i <= repetitions.Length; i++)
        {
            if (i == repetitions.Length || repetitions[i] == 0)
            {
                if (size == 0 && row >= firstRow)
                    size = length;
                if (row >= firstRow && length != size)
                    throw Refused($"row {row} of column {field.Path} (the first is 0) has {length} numbers, those before it {size}.");
                (row, length) = (row + 1, 0);
            }

            if (i < repetitions.Length && definitions[i] != field.MaxDefinitionLevel)
                throw Refused($"row {row} of column {field.Path} (the first is 0) is null, empty or holds a null.");
            length++;
        }

        return size;
    }

    private int Count(ParquetRowGroupReader group, DataField field, long most)
    {
        var count = group.GetMetadata(field)?.MetaData?.NumValues ?? throw Refused($"a row group lacks column {field.Path}.");
        return count >= 0 && count <= most
            ? (int)count
            : throw Refused($"a row group claims {count} values of column {field.Path}; of a file of this size 0 to {most} are read.");
    }

    private InvalidInputException Null(DataField field) => Refused($"column {field.Path} holds a null. Give every row a value.");

    // Plugins load on any thread: none of these tasks comes back to the one that waits.
    private T Read<T>(Func<ParquetReader, long, Task<T>> work) => Task.Run(async () =>
    {
        try
        {
            await using var stream = File.OpenRead(Path);
            await using var reader = await ParquetReader.CreateAsync(stream);

            // A few bytes can claim very many values.
            return await work(reader, Math.Min(Array.MaxLength, (32L << 20) + 128 * stream.Length));
        }
        catch (Exception e) when (e is ParquetException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"features: {Path}: {e.Message}", e);
        }
    }).GetAwaiter().GetResult();
}

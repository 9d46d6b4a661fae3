using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Bench.Tables;

/// <summary>A column's values in one row group, which are written from here and read into here.</summary>
internal abstract class Column(string kind, Field field)
{
    public string Kind { get; } = kind;

    public Field Field { get; } = field;

    public abstract Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows);

    public abstract ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows);

    /// <summary>Forgets all values, so that none passes for one that was read.</summary>
    public abstract void Clear();

    /// <summary>The sum of the values (of a text: its length), each plus one, so that a lost zero shows, too.</summary>
    public abstract double Checksum(int rows);
}

/// <summary>One text in every row, as a run's identity is.</summary>
internal sealed class TextColumn : Column
{
    private readonly string?[] values;

    public TextColumn(string name, string value, int capacity)
        : base("text", new DataField<string>(name, nullable: false))
    {
        values = new string[capacity];
        Array.Fill(values, value);
    }

    public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows) =>
        group.WriteAsync(field, new ArraySegment<string?>(values, 0, rows));

    public override ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows) =>
        group.ReadAsync(field, values.AsMemory(0, rows));

    public override void Clear() => Array.Clear(values);

    public override double Checksum(int rows) => values.Take(rows).Sum(value => (value?.Length ?? 0) + 1.0);
}

internal sealed class NumberColumn<T>(string name, int capacity) : Column(typeof(T).Name, new DataField<T>(name))
    where T : struct, INumber<T>
{
    public T[] Values { get; } = new T[capacity];

    public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows) =>
        group.WriteAsync<T>(field, Values.AsMemory(0, rows));

    public override ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows) =>
        group.ReadAsync(field, Values.AsMemory(0, rows));

    public override void Clear() => Array.Clear(Values);

    public override double Checksum(int rows) => Values.Take(rows).Sum(value => double.CreateChecked(value) + 1);
}

internal sealed class OptionalDoubleColumn(string name, int capacity) : Column("Double?", new DataField<double?>(name))
{
    public double?[] Values { get; } = new double?[capacity];

    public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows) =>
        group.WriteAsync<double>(field, Values.AsMemory(0, rows));

    public override ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows) =>
        group.ReadAsync<double>(field, Values.AsMemory(0, rows));

    public override void Clear() => Array.Clear(Values);

    public override double Checksum(int rows) => Values.Take(rows).Sum(value => value + 1) ?? 0;
}

/// <summary>A list of one size in every row.</summary>
internal sealed class VectorColumn : Column
{
    private readonly int[] definitions;
    private readonly int[] repetitions;

    public VectorColumn(string name, int size, int capacity)
        : base("vector", new ListField(name, new DataField<float>(ListField.ElementName)))
    {
        Size = size;
        Values = new float[capacity * size];
        definitions = new int[Values.Length];
        repetitions = new int[Values.Length];
        // A list that may be null, of elements that may not.
        Array.Fill(definitions, 2);
        for (var i = 0; i < repetitions.Length; i++)
            repetitions[i] = i % size == 0 ? 0 : 1;
    }

    public int Size { get; }

    public float[] Values { get; }

    public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows) =>
        group.WriteAllPartsAsync<float>(field, Of(Values, rows), Of(definitions, rows), Of(repetitions, rows), default);

    public override ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows) =>
        group.ReadRawAsync(field, Of(Values, rows), Of(definitions, rows), Of(repetitions, rows));

    public override void Clear() => Array.Clear(Values);

    public override double Checksum(int rows) => Values.Take(rows * Size).Sum(value => value + 1.0);

    private Memory<T> Of<T>(T[] all, int rows) => all.AsMemory(0, rows * Size);
}

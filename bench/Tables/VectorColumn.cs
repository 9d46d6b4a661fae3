using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Bench.Tables;

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

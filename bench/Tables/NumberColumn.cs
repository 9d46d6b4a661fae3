using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Bench.Tables;

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

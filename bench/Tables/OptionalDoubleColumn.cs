using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Bench.Tables;

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

using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Bench.Tables;

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

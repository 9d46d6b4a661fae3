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

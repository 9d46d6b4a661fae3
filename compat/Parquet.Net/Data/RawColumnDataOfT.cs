using System.Buffers;

namespace Parquet.Data;

public class RawColumnData<T> : RawColumnData
    where T : struct
{
    private readonly IMemoryOwner<T> _values;

    internal RawColumnData(IMemoryOwner<T> values, IMemoryOwner<int>? definitionLevels, IMemoryOwner<int>? repetitionLevels)
        : base(definitionLevels, repetitionLevels) => _values = values;

    /// <summary>As long as the levels are: values first, without gaps for nulls, then unused room.</summary>
    public Span<T> Values => _values.Memory.Span;

    public IEnumerable<T?> NullableValues
    {
        get
        {
            var next = 0;
            for (var i = 0; i < DefinitionLevels.Length; i++)
                yield return DefinitionLevels[i] == 0 ? null : Values[next++];
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _values.Dispose();
        GC.SuppressFinalize(this);
    }
}

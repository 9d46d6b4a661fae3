using System.Buffers;

namespace Parquet.Data;

public abstract class RawColumnData : IDisposable
{
    private readonly IMemoryOwner<int>? _definitionLevels;
    private readonly IMemoryOwner<int>? _repetitionLevels;

    protected RawColumnData(IMemoryOwner<int>? definitionLevels, IMemoryOwner<int>? repetitionLevels)
    {
        _definitionLevels = definitionLevels;
        _repetitionLevels = repetitionLevels;
    }

    public Span<int> DefinitionLevels =>
        (_definitionLevels ?? throw new InvalidOperationException("This column has no definition levels: it has no nulls.")).Memory.Span;

    public Span<int> RepetitionLevels =>
        (_repetitionLevels ?? throw new InvalidOperationException("This column has no repetition levels: it is no list.")).Memory.Span;

    public virtual void Dispose()
    {
        _definitionLevels?.Dispose();
        _repetitionLevels?.Dispose();
        GC.SuppressFinalize(this);
    }
}

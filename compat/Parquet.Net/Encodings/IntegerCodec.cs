using System.Numerics;
using Parquet.Columns;
using Parquet.Meta;

namespace Parquet.Encodings;

internal sealed class IntegerCodec<T>(PhysicalType physicalType) : NumberCodec<T>(physicalType)
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Decode(PageEncoding encoding, ReadOnlyMemory<byte> page, Span<T> values, DecodingBudget budget)
    {
        if (encoding is PageEncoding.DeltaBinaryPacked)
            DeltaBinaryPacked.Decode(page.Span, values);
        else
            base.Decode(encoding, page, values, budget);
    }
}

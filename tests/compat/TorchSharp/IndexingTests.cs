using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor table = arange(12).reshape(3, 4);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Numbers_select()
    {
        Assert.Equal(6L, table[1, 2].item<long>());
        Assert.Equal([8L, 9, 10, 11], Values(table[2]));
        Assert.Equal([8L, 9, 10, 11], Values(table[-1]));
    }

    [Fact]
    public void Slices_and_ranges_cut()
    {
        Assert.Equal([4L, 5, 6, 7, 8, 9, 10, 11], Values(table[TensorIndex.Slice(1)]));
        Assert.Equal([1L, 2, 5, 6, 9, 10], Values(table[TensorIndex.Colon, 1..3]));
        Assert.Equal([0L, 2, 4, 6, 8, 10], Values(table[TensorIndex.Ellipsis, TensorIndex.Slice(null, null, 2)]));
        Assert.Equal([3L, 7, 11], Values(table[.., ^1]));
        Assert.Equal([0L, 1, 2, 4, 5, 6, 8, 9, 10], Values(table[.., ..^1]));
        Assert.Equal([1L, 3L, 4L], table[TensorIndex.None].shape);
    }

    [Fact]
    public void Tensors_gather_and_masks_filter()
    {
        var rows = tensor(new long[] { 2, 0 });
        Assert.Equal([8L, 9, 10, 11, 0, 1, 2, 3], Values(table[rows]));
        Assert.Equal([9L, 3], Values(table[rows, tensor(new long[] { 1, 3 })]));
        Assert.Equal([9L, 10, 11], Values(table[table > 8]));
        Assert.Equal([8L, 0], Values(table[TensorIndex.Tensor(rows), TensorIndex.Single(0)]));
    }

    [Fact]
    public void Assignment_writes_into_the_tensor()
    {
        table[0, 0] = tensor(100L);
        table[1] = zeros(4, dtype: int64);
        table[2, 1..3] = tensor(new long[] { -1, -2 });
        Assert.Equal([100L, 1, 2, 3, 0, 0, 0, 0, 8, -1, -2, 11], Values(table));

        table[table < 0] = tensor(7L);
        Assert.Equal([8L, 7, 7, 11], Values(table[2]));
    }

    [Fact]
    public void Index_put_can_accumulate()
    {
        var counts = zeros(3, dtype: int64);
        counts.index_put_(ones(4, dtype: int64), [tensor(new long[] { 0, 2, 2, 2 })], accumulate: true);
        Assert.Equal([1L, 0, 3], Values(counts));
    }

    [Fact]
    public void Selection_functions_agree_with_brackets()
    {
        var rows = tensor(new long[] { 2, 0 });
        Assert.True(table.index_select(0, rows).Equals(table[rows]));
        Assert.True(table.select(1, 2).Equals(table[.., 2]));
        Assert.True(table.narrow(1, 1, 2).Equals(table[.., 1..3]));
        Assert.Equal([3L, 4], Values(table.gather(1, tensor(new long[] { 3, 0, 0 }, 3, 1)).flatten()[..2]));
        var empty = zeros(3, dtype: int64);
        Assert.Equal([5L, 0, 1], Values(empty.scatter_add(0, tensor(new long[] { 0, 0, 2 }), tensor(new long[] { 2, 3, 1 }))));
        Assert.Equal([2L, 0, 2], Values(empty.index_add(0, tensor(new long[] { 0, 2 }), ones(2, dtype: int64), 2)));
        Assert.Equal([1L, 2], where(table.sum(1) > 10)[0].data<long>().ToArray());
    }

    private static long[] Values(Tensor tensor) => tensor.data<long>().ToArray();
}

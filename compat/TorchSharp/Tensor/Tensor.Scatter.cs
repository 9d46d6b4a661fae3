using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor select(long dim, long index) => Result(mt_select(Handle, dim, index), this);

        public Tensor narrow(long dim, long start, long length) => Result(mt_narrow(Handle, dim, start, length), this);

        public Tensor index_select(long dim, Tensor index) => Result(mt_index_select(Handle, dim, In(index)), this, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Result(mt_index_add(Handle, dim, In(index), In(source), alpha), this, index, source);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            Check(mt_index_add_(Handle, dim, In(index), In(source), alpha), this, index, source);
            return this;
        }

        public Tensor gather(long dim, Tensor index) => Result(mt_gather(Handle, dim, In(index)), this, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) =>
            Result(mt_scatter(Handle, dim, In(index), In(src)), this, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src)
        {
            Check(mt_scatter_(Handle, dim, In(index), In(src)), this, index, src);
            return this;
        }

        public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
            Result(mt_scatter_add(Handle, dim, In(index), In(src)), this, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src)
        {
            Check(mt_scatter_add_(Handle, dim, In(index), In(src)), this, index, src);
            return this;
        }

        public Tensor masked_select(Tensor mask) => Result(mt_masked_select(Handle, In(mask)), this, mask);

        public Tensor nonzero() => Result(mt_nonzero(Handle), this);

        public Tensor argwhere() => Result(mt_argwhere(Handle), this);
    }
}

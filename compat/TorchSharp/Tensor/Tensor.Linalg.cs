using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Result(mt_matmul(Handle, In(target)), this, target);

        public Tensor mm(Tensor target) => Result(mt_mm(Handle, In(target)), this, target);

        public Tensor bmm(Tensor batch2) => Result(mt_bmm(Handle, In(batch2)), this, batch2);

        public Tensor dot(Tensor target) => Result(mt_dot(Handle, In(target)), this, target);

        public Tensor outer(Tensor vec2) => Result(mt_outer(Handle, In(vec2)), this, vec2);

        public Tensor diag(long diagonal = 0) => Result(mt_diag(Handle, diagonal), this);

        public Tensor tril(long diagonal = 0) => Result(mt_tril(Handle, diagonal), this);

        public Tensor triu(long diagonal = 0) => Result(mt_triu(Handle, diagonal), this);
    }
}

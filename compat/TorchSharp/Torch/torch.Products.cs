using static TorchSharp.Native;

namespace TorchSharp;

/// <summary>Whether cdist takes Euclidean distances from a matrix product: quicker, less exact.</summary>
public enum compute_mode
{
    use_mm_for_euclid_dist_if_necessary = 0,
    use_mm_for_euclid_dist = 1,
    donot_use_mm_for_euclid_dist = 2,
}

public static partial class torch
{
    public static Tensor matmul(Tensor input, Tensor target) => Result(mt_matmul(In(input), In(target)), input, target);

    public static Tensor mm(Tensor input, Tensor target) => Result(mt_mm(In(input), In(target)), input, target);

    public static Tensor bmm(Tensor input, Tensor batch2) => Result(mt_bmm(In(input), In(batch2)), input, batch2);

    public static Tensor outer(Tensor input, Tensor vec2) => Result(mt_outer(In(input), In(vec2)), input, vec2);

    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var handles = Handles((IEnumerable<Tensor>)tensors);
        return Result(mt_einsum(equation, handles, handles.Length), tensors);
    }

    public static Tensor cdist(
        Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Result(mt_cdist(In(x1), In(x2), p, (long)compute_mode), x1, x2);
}

using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12) =>
                Result(mt_normalize(In(input), p, dim, eps), input);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-08) =>
                Result(mt_cosine_similarity(In(x1), In(x2), dim, eps), x1, x2);

            public static Tensor pairwise_distance(
                Tensor input1, Tensor input2, double p = 2, double eps = 1e-06, bool keepdim = false) =>
                Result(mt_pairwise_distance(In(input1), In(input2), p, eps, Byte(keepdim)), input1, input2);
        }
    }
}

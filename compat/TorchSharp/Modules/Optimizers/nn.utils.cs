using TorchSharp.Modules;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                var list = tensors.ToArray();
                Check(mt_clip_grad_norm(Handles(list), list.Length, max_norm, norm_type, out var total), list);
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                var list = tensors.ToArray();
                Check(mt_clip_grad_value(Handles(list), list.Length, clip_value), list);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var list = tensors.ToArray();
                return Result(mt_parameters_to_vector(Handles(list), list.Length), list);
            }

            // The parameters then share the vector's memory.
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var list = tensors.ToArray();
                Check(mt_vector_to_parameters(In(vec), Handles(list), list.Length), vec, list);
            }
        }
    }
}

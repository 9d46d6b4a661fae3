using static TorchSharp.torch;

namespace TorchSharp;

internal static unsafe partial class Native
{
    /// <summary>Takes the tensors out of a native list and frees it.</summary>
    internal static Tensor[] List(IntPtr list, object? operand = null)
    {
        Made(list, operand);
        try
        {
            var tensors = new Tensor[mt_list_count(list)];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = Result(mt_list_take(list, i));
            return tensors;
        }
        finally
        {
            mt_list_dispose(list);
        }
    }
}

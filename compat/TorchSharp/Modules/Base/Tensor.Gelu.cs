using TorchSharp.Modules;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor gelu(GELU.Approximate approximate) => Result(mt_gelu_form(Handle, (int)approximate), this);
    }
}

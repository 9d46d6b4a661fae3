namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>F#'s operator --&gt;: the tensor goes through the module.</summary>
        public static Tensor op_MinusMinusGreater(Tensor t, nn.Module<Tensor, Tensor> m) => m.call(t);
    }
}

using TorchSharp.Modules;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? Changed(mt_relu_(In(x)), x) : x.relu();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => inplace
                ? Changed(mt_leaky_relu_(In(input), negative_slope), input)
                : Result(mt_leaky_relu(In(input), negative_slope), input);

            public static Tensor gelu(Tensor x) => gelu(x, false);

            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) => inplace
                ? Changed(mt_gelu_form_(In(x), (int)approximate), x)
                : Result(mt_gelu_form(In(x), (int)approximate), x);

            public static Tensor silu(Tensor x, bool inplace = false) =>
                inplace ? Changed(mt_silu_(In(x)), x) : Result(mt_silu(In(x)), x);

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Changed(mt_sigmoid_(In(x)), x) : x.sigmoid();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Changed(mt_tanh_(In(x)), x) : x.tanh();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                Result(mt_softplus(In(x), beta, threshold), x);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => inplace
                ? Changed(mt_dropout_(In(input), p, Byte(training)), input)
                : Result(mt_dropout(In(input), p, Byte(training)), input);

            // A new tensor over the same memory: whoever owns the result may dispose it without touching the input.
            private static Tensor Changed(int status, Tensor tensor)
            {
                Check(status, tensor);
                return tensor.alias();
            }
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        public sealed class Embedding : nn.Module<Tensor, Tensor>
        {
            private readonly long _padding;
            private readonly double? _maxNorm;
            private readonly double _normType;
            private readonly bool _byFrequency;
            private readonly bool _sparse;

            [ComponentName(Name = nameof(weight))]
            private Parameter? _weight;

            internal Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq,
                bool sparse, Device? device, ScalarType? dtype) : base(nameof(Embedding))
            {
                _padding = padding_idx is < 0 ? padding_idx.Value + num_embeddings : padding_idx ?? -1;
                _maxNorm = max_norm;
                _normType = norm_type;
                _byFrequency = scale_grad_by_freq;
                _sparse = sparse;

                weight = new Parameter(empty([num_embeddings, embedding_dims], dtype, device));
                nn.init.normal_(weight);
                if (_padding < 0) return;
                using var _ = no_grad();
                using var row = weight.select(0, _padding);
                row.zero_();
            }

            [DisallowNull]
            public Parameter? weight
            {
                get => _weight;
                set => Assign(ref _weight, value, nameof(weight));
            }

            public override Tensor forward(Tensor input)
            {
                if (_maxNorm is { } limit) Check(mt_embedding_renorm_(In(_weight!), In(input), limit, _normType), _weight, input);
                return Result(
                    mt_embedding(In(_weight!), In(input), _padding, Byte(_byFrequency), Byte(_sparse)), _weight, input);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);
        }
    }
}

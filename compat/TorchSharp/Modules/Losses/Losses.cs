using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
        {
            private protected Loss(nn.Reduction reduction) : base(nameof(Loss<T1, T2, TResult>)) => this.reduction = reduction;

            public nn.Reduction reduction { get; }
        }

        public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
        {
            private protected WeightedLoss(Tensor? weight, nn.Reduction reduction) : base(reduction) => this.weight = weight;

            public Tensor? weight { get; }
        }

        public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
        {
            public CrossEntropyLoss(
                Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0)
                : base(weight, reduction)
            {
                this.ignore_index = ignore_index;
                this.label_smoothing = label_smoothing;
            }

            public long? ignore_index { get; }
            public double label_smoothing { get; }

            public override Tensor forward(Tensor input, Tensor target) =>
                nn.functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
        }

        public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
        {
            public MSELoss(nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) { }

            public override Tensor forward(Tensor input, Tensor target) => nn.functional.mse_loss(input, target, reduction);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public enum Reduction
            {
                None = 0,
                Mean = 1,
                Sum = 2,
            }

            public static CrossEntropyLoss CrossEntropyLoss(
                Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
                new(weight, ignore_index, reduction);

            public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);
        }
    }
}

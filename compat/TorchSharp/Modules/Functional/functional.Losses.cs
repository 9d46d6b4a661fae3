using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                Result(
                    mt_cross_entropy(In(input), In(target), Optional(weight), (long)reduction, ignore_index, label_smoothing),
                    input, target, weight);

            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Result(mt_nll_loss(In(input), In(target), Optional(weight), (long)reduction), input, target, weight);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Result(mt_mse_loss(In(input), In(target), (long)reduction), input, target);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Result(mt_l1_loss(In(input), In(target), (long)reduction), input, target);

            public static Tensor smooth_l1_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Result(mt_smooth_l1_loss(In(input), In(target), (long)reduction, beta), input, target);

            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Result(mt_binary_cross_entropy(In(input), In(target), Optional(weight), (long)reduction), input, target, weight);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Result(
                    mt_binary_cross_entropy_with_logits(
                        In(input), In(target), Optional(weight), Optional(pos_weights), (long)reduction),
                    input, target, (weight, pos_weights));

            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-06, bool swap = false,
                Reduction reduction = Reduction.Mean) =>
                Result(
                    mt_triplet_margin_loss(In(anchor), In(positive), In(negative), margin, p, eps, Byte(swap), (long)reduction),
                    anchor, positive, negative);
        }
    }
}

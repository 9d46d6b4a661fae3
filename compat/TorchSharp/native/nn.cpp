// Layers, activations and what torch.nn.functional computes.
#include "shim.h"
#include <cmath>
#include <limits>

namespace {

using Integers = const int64_t*;

// The modes of InterpolationMode that are in use.
enum class Interpolation : int32_t { nearest = 0, linear = 1, bilinear = 2, bicubic = 3, nearest_exact = 6 };

enum class GeluForm : int32_t { exact = 0, tanh = 1 };

const char* gelu_form(int32_t form) { return static_cast<GeluForm>(form) == GeluForm::tanh ? "tanh" : "none"; }

// Where attention may look: true in a boolean mask lets a pair through; a float mask is added to the scores.
Tensor masked(const Tensor& scores, const Tensor* mask) {
    if (mask->scalar_type() != at::kBool) return scores + *mask;
    return scores.masked_fill(mask->logical_not(), -std::numeric_limits<double>::infinity());
}

}  // namespace

MT_API Tensor* mt_linear(const Tensor* x, const Tensor* weight, const Tensor* bias) {
    return make([&] { return at::linear(*x, *weight, maybe_tensor(bias)); });
}

MT_API Tensor* mt_conv2d(const Tensor* x, const Tensor* weight, const Tensor* bias, Integers stride, int32_t strides,
                         Integers padding, int32_t paddings, Integers dilation, int32_t dilations, int64_t groups) {
    return make([&] {
        return at::conv2d(*x, *weight, maybe_tensor(bias), sizes(stride, strides), sizes(padding, paddings),
                          sizes(dilation, dilations), groups);
    });
}

MT_API Tensor* mt_conv2d_padding(const Tensor* x, const Tensor* weight, const Tensor* bias, Integers stride,
                                 int32_t strides, Flag same, Integers dilation, int32_t dilations, int64_t groups) {
    return make([&] {
        return at::conv2d(*x, *weight, maybe_tensor(bias), sizes(stride, strides), same ? "same" : "valid",
                          sizes(dilation, dilations), groups);
    });
}

MT_API Tensor* mt_max_pool2d(const Tensor* x, Integers kernel, int32_t kernels, Integers stride, int32_t strides,
                             Integers padding, int32_t paddings, Integers dilation, int32_t dilations, Flag ceil) {
    return make([&] {
        return at::max_pool2d(*x, sizes(kernel, kernels), sizes(stride, strides), sizes(padding, paddings),
                              sizes(dilation, dilations), ceil);
    });
}

MT_API int mt_max_pool2d_with_indices(const Tensor* x, Integers kernel, int32_t kernels, Integers stride,
                                      int32_t strides, Integers padding, int32_t paddings, Integers dilation,
                                      int32_t dilations, Flag ceil, Tensor** out) {
    return make_two(out, [&] {
        return at::max_pool2d_with_indices(*x, sizes(kernel, kernels), sizes(stride, strides),
                                           sizes(padding, paddings), sizes(dilation, dilations), ceil);
    });
}

MT_API Tensor* mt_avg_pool2d(const Tensor* x, Integers kernel, int32_t kernels, Integers stride, int32_t strides,
                             Integers padding, int32_t paddings, Flag ceil, Flag count_padding, int64_t divisor,
                             Flag has_divisor) {
    return make([&] {
        return at::avg_pool2d(*x, sizes(kernel, kernels), sizes(stride, strides), sizes(padding, paddings), ceil,
                              count_padding, optional_integer(divisor, has_divisor));
    });
}

MT_API Tensor* mt_adaptive_avg_pool2d(const Tensor* x, Integers size, int32_t count) {
    return make([&] { return at::adaptive_avg_pool2d(*x, sizes(size, count)); });
}

MT_API Tensor* mt_leaky_relu(const Tensor* x, double slope) {
    return make([&] { return at::leaky_relu(*x, slope); });
}

MT_API int mt_leaky_relu_(Tensor* x, double slope) {
    return attempt([&] { at::leaky_relu_(*x, slope); });
}

MT_API int mt_relu_(Tensor* x) {
    return attempt([&] { at::relu_(*x); });
}

MT_API int mt_sigmoid_(Tensor* x) {
    return attempt([&] { at::sigmoid_(*x); });
}

MT_API int mt_tanh_(Tensor* x) {
    return attempt([&] { at::tanh_(*x); });
}

MT_API Tensor* mt_gelu_form(const Tensor* x, int32_t form) {
    return make([&] { return at::gelu(*x, gelu_form(form)); });
}

MT_API int mt_gelu_form_(Tensor* x, int32_t form) {
    return attempt([&] { at::gelu_(*x, gelu_form(form)); });
}

MT_API Tensor* mt_silu(const Tensor* x) {
    return make([&] { return at::silu(*x); });
}

MT_API int mt_silu_(Tensor* x) {
    return attempt([&] { at::silu_(*x); });
}

MT_API Tensor* mt_softplus(const Tensor* x, double beta, double threshold) {
    return make([&] { return at::softplus(*x, beta, threshold); });
}

MT_API Tensor* mt_dropout(const Tensor* x, double p, Flag training) {
    return make([&] { return at::dropout(*x, p, training); });
}

MT_API int mt_dropout_(Tensor* x, double p, Flag training) {
    return attempt([&] { at::dropout_(*x, p, training); });
}

MT_API Tensor* mt_embedding(const Tensor* weight, const Tensor* indices, int64_t padding, Flag by_frequency,
                            Flag sparse) {
    return make([&] { return at::embedding(*weight, *indices, padding, by_frequency, sparse); });
}

// Shortens, in place, the rows that are about to be looked up.
MT_API int mt_embedding_renorm_(Tensor* weight, const Tensor* indices, double max_norm, double norm_type) {
    return attempt([&] {
        const at::NoGradGuard guard;
        at::embedding_renorm_(*weight, indices->contiguous(), max_norm, norm_type);
    });
}

MT_API Tensor* mt_layer_norm(const Tensor* x, Integers shape, int32_t dims, const Tensor* weight, const Tensor* bias,
                             double eps) {
    return make([&] { return at::layer_norm(*x, sizes(shape, dims), maybe_tensor(weight), maybe_tensor(bias), eps); });
}

MT_API Tensor* mt_batch_norm(const Tensor* x, const Tensor* mean, const Tensor* variance, const Tensor* weight,
                             const Tensor* bias, Flag training, double momentum, double eps) {
    return make([&] {
        return at::batch_norm(*x, maybe_tensor(weight), maybe_tensor(bias), maybe_tensor(mean),
                              maybe_tensor(variance), training, momentum, eps, /*cudnn_enabled=*/true);
    });
}

MT_API Tensor* mt_normalize(const Tensor* x, double p, int64_t dim, double eps) {
    return make([&] { return *x / x->norm(p, dim, /*keepdim=*/true).clamp_min(eps); });
}

MT_API Tensor* mt_cosine_similarity(const Tensor* a, const Tensor* b, int64_t dim, double eps) {
    return make([&] { return at::cosine_similarity(*a, *b, dim, eps); });
}

MT_API Tensor* mt_pairwise_distance(const Tensor* a, const Tensor* b, double p, double eps, Flag keep) {
    return make([&] { return at::pairwise_distance(*a, *b, p, eps, keep); });
}

MT_API Tensor* mt_one_hot(const Tensor* x, int64_t classes) {
    return make([&] { return at::one_hot(*x, classes); });
}

// mode: a PaddingModes; zeros is constant with the value 0.
MT_API Tensor* mt_pad(const Tensor* x, Integers amounts, int32_t count, int32_t mode, double value) {
    return make([&] {
        static constexpr const char* names[] = {"constant", "reflect", "replicate", "circular", "constant"};
        TORCH_CHECK(mode >= 0 && mode < 5, "pad has no mode ", mode, ".");
        const bool constant = mode == 0 || mode == 4;
        return at::pad(*x, sizes(amounts, count), names[mode], optional_real(mode == 0 ? 0.0 : value, constant));
    });
}

// mode: an InterpolationMode. Either the size or the factors are given.
MT_API Tensor* mt_interpolate(const Tensor* x, Integers size, int32_t size_count, const double* factors,
                              int32_t factor_count, int32_t mode, Flag align_corners, Flag antialias) {
    return make([&]() -> Tensor {
        const at::OptionalIntArrayRef to =
            size_count ? at::OptionalIntArrayRef(sizes(size, size_count)) : at::OptionalIntArrayRef();
        const Maybe<at::ArrayRef<double>> by =
            factor_count ? Maybe<at::ArrayRef<double>>(at::ArrayRef<double>(factors, static_cast<size_t>(factor_count)))
                         : Maybe<at::ArrayRef<double>>();
        const auto spatial = x->dim() - 2;
        switch (static_cast<Interpolation>(mode)) {
            case Interpolation::nearest:
                if (spatial == 1) return at::upsample_nearest1d(*x, to, by);
                if (spatial == 2) return at::upsample_nearest2d(*x, to, by);
                break;
            case Interpolation::nearest_exact:
                if (spatial == 1) return at::_upsample_nearest_exact1d(*x, to, by);
                if (spatial == 2) return at::_upsample_nearest_exact2d(*x, to, by);
                break;
            case Interpolation::linear:
                if (spatial == 1) return at::upsample_linear1d(*x, to, align_corners, by);
                break;
            case Interpolation::bilinear:
                if (spatial == 2 && antialias) return at::_upsample_bilinear2d_aa(*x, to, align_corners, by);
                if (spatial == 2) return at::upsample_bilinear2d(*x, to, align_corners, by);
                break;
            case Interpolation::bicubic:
                if (spatial == 2 && antialias) return at::_upsample_bicubic2d_aa(*x, to, align_corners, by);
                if (spatial == 2) return at::upsample_bicubic2d(*x, to, align_corners, by);
                break;
            default:
                break;
        }
        TORCH_CHECK(false, "interpolate has no mode ", mode, " for ", x->dim(),
                    "D input: 3D takes Nearest, NearestExact, Linear; 4D takes Nearest, NearestExact, Bilinear, Bicubic.");
    });
}

MT_API Tensor* mt_cross_entropy(const Tensor* x, const Tensor* target, const Tensor* weight, int64_t reduction,
                                int64_t ignore_index, double smoothing) {
    return make([&] {
        return at::cross_entropy_loss(*x, *target, maybe_tensor(weight), reduction, ignore_index, smoothing);
    });
}

MT_API Tensor* mt_nll_loss(const Tensor* x, const Tensor* target, const Tensor* weight, int64_t reduction) {
    return make([&] { return at::nll_loss_nd(*x, *target, maybe_tensor(weight), reduction); });
}

MT_API Tensor* mt_mse_loss(const Tensor* x, const Tensor* target, int64_t reduction) {
    return make([&] { return at::mse_loss(*x, *target, reduction); });
}

MT_API Tensor* mt_l1_loss(const Tensor* x, const Tensor* target, int64_t reduction) {
    return make([&] { return at::l1_loss(*x, *target, reduction); });
}

MT_API Tensor* mt_smooth_l1_loss(const Tensor* x, const Tensor* target, int64_t reduction, double beta) {
    return make([&] { return at::smooth_l1_loss(*x, *target, reduction, beta); });
}

MT_API Tensor* mt_binary_cross_entropy(const Tensor* x, const Tensor* target, const Tensor* weight, int64_t reduction) {
    return make([&] { return at::binary_cross_entropy(*x, *target, maybe_tensor(weight), reduction); });
}

MT_API Tensor* mt_binary_cross_entropy_with_logits(const Tensor* x, const Tensor* target, const Tensor* weight,
                                                   const Tensor* positive_weight, int64_t reduction) {
    return make([&] {
        return at::binary_cross_entropy_with_logits(*x, *target, maybe_tensor(weight), maybe_tensor(positive_weight),
                                                    reduction);
    });
}

MT_API Tensor* mt_triplet_margin_loss(const Tensor* anchor, const Tensor* positive, const Tensor* negative,
                                      double margin, double p, double eps, Flag swap, int64_t reduction) {
    return make([&] {
        return at::triplet_margin_loss(*anchor, *positive, *negative, margin, p, eps, swap, reduction);
    });
}

// Composed, because libtorch 1.13 has no public operator for it.
MT_API Tensor* mt_scaled_dot_product_attention(const Tensor* query, const Tensor* key, const Tensor* value,
                                               const Tensor* mask, double p, Flag causal) {
    return make([&] {
        TORCH_CHECK(!(causal && mask), "is_casual and attn_mask exclude each other; pass one of them.");
        const auto scale = 1 / std::sqrt(static_cast<double>(query->size(-1)));
        auto scores = at::matmul(*query * scale, key->transpose(-2, -1));
        if (causal) {
            const auto triangle = at::ones({query->size(-2), key->size(-2)}, query->options().dtype(at::kBool)).tril();
            scores = masked(scores, &triangle);
        } else if (mask) {
            scores = masked(scores, mask);
        }
        auto weights = at::softmax(scores, -1);
        if (p > 0) weights = at::dropout(weights, p, /*train=*/true);
        return at::matmul(weights, *value);
    });
}

// Optimizer steps: one call a step for all parameters of a group.
#include "shim.h"
#include <ATen/Parallel.h>
#include <cmath>

// AVX2 without FMA: eight lanes a step, and the same bits as the baseline.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define MT_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define MT_WIDE
#endif

struct mt_adam {
    double learning_rate;
    double beta1;
    double beta2;
    double eps;
    double weight_decay;
    Flag decoupled;  // AdamW: shrink the parameter instead of adding to the gradient
    Flag amsgrad;
    Flag maximize;
};

struct mt_sgd {
    double learning_rate;
    double momentum;
    double dampening;
    double weight_decay;
    Flag nesterov;
    Flag maximize;
};

namespace {

// Below this many elements starting threads costs more than it saves.
constexpr int64_t parallel_grain = 32768;

// What a step of Adam multiplies with, in the type of the parameters.
template <class T>
struct AdamFactors {
    T keep, decay, sign, beta1, beta1_rest, beta2, beta2_rest, root_correction, eps, step_size;

    AdamFactors(const mt_adam& o, int64_t step)
        : keep(static_cast<T>(o.decoupled ? 1 - o.learning_rate * o.weight_decay : 1)),
          decay(static_cast<T>(o.decoupled ? 0 : o.weight_decay)),
          sign(static_cast<T>(o.maximize ? -1 : 1)),
          beta1(static_cast<T>(o.beta1)),
          beta1_rest(static_cast<T>(1 - o.beta1)),
          beta2(static_cast<T>(o.beta2)),
          beta2_rest(static_cast<T>(1 - o.beta2)),
          root_correction(static_cast<T>(std::sqrt(1 - std::pow(o.beta2, static_cast<double>(step))))),
          eps(static_cast<T>(o.eps)),
          step_size(static_cast<T>(o.learning_rate / (1 - std::pow(o.beta1, static_cast<double>(step))))) {}
};

#define MT_ADAM_LOOP(T, root)                                                                                           \
    MT_WIDE void adam_loop(T* __restrict__ p, const T* __restrict__ g, T* __restrict__ m, T* __restrict__ v,         \
                           int64_t begin, int64_t end, const AdamFactors<T> f) {                                     \
        for (int64_t i = begin; i < end; ++i) {                                                                      \
            const T kept = p[i] * f.keep;                                                                            \
            const T gradient = f.sign * g[i] + f.decay * kept;                                                       \
            const T mean = m[i] * f.beta1 + f.beta1_rest * gradient;                                                 \
            const T square = v[i] * f.beta2 + f.beta2_rest * gradient * gradient;                                    \
            m[i] = mean;                                                                                             \
            v[i] = square;                                                                                           \
            p[i] = kept - f.step_size * mean / (root(square) / f.root_correction + f.eps);                           \
        }                                                                                                            \
    }
// target_clones cannot be put on a template.
MT_ADAM_LOOP(float, __builtin_sqrtf)
MT_ADAM_LOOP(double, __builtin_sqrt)

template <class T>
void adam_fused(const Tensor& p, const Tensor& g, const Tensor& m, const Tensor& v, const mt_adam& o, int64_t step) {
    const AdamFactors<T> factors(o, step);
    T* const parameter = p.data_ptr<T>();
    const T* const gradient = g.data_ptr<T>();
    T* const mean = m.data_ptr<T>();
    T* const square = v.data_ptr<T>();
    const int64_t count = p.numel();
    if (count < parallel_grain) return adam_loop(parameter, gradient, mean, square, 0, count, factors);
    at::parallel_for(0, count, parallel_grain, [&](int64_t begin, int64_t end) {
        adam_loop(parameter, gradient, mean, square, begin, end, factors);
    });
}

// The loops run over raw memory: a gradient that was assigned or a state that was loaded may have another size.
bool plain(const Tensor& t, const Tensor& like) {
    return t.layout() == at::kStrided && t.device().is_cpu() && t.is_contiguous() && !t.is_neg() &&
           t.scalar_type() == like.scalar_type() && t.sizes() == like.sizes();
}

// One parameter that takes part in a step.
struct AdamEntry {
    Tensor parameter, gradient, mean, square, largest;
    int64_t step;

    bool fusible() const {
        const auto type = parameter.scalar_type();
        return (type == at::kFloat || type == at::kDouble) && !largest.defined() && plain(parameter, parameter) &&
               plain(gradient, parameter) && plain(mean, parameter) && plain(square, parameter);
    }
};

// The others (CUDA, half precision, odd strides, AMSGrad) together, with operators over lists.
void adam_foreach(const std::vector<AdamEntry>& entries, const mt_adam& o) {
    std::vector<Tensor> p, g, m, v, largest;
    std::vector<at::Scalar> root_corrections, step_sizes;
    for (const auto& e : entries) {
        p.push_back(e.parameter);
        g.push_back(e.gradient);
        m.push_back(e.mean);
        v.push_back(e.square);
        if (e.largest.defined()) largest.push_back(e.largest);
        const auto step = static_cast<double>(e.step);
        root_corrections.emplace_back(std::sqrt(1 - std::pow(o.beta2, step)));
        step_sizes.emplace_back(-o.learning_rate / (1 - std::pow(o.beta1, step)));
    }
    if (o.maximize) g = at::_foreach_neg(g);
    if (o.weight_decay != 0 && o.decoupled) at::_foreach_mul_(p, 1 - o.learning_rate * o.weight_decay);
    if (o.weight_decay != 0 && !o.decoupled) g = at::_foreach_add(g, p, o.weight_decay);
    at::_foreach_mul_(m, o.beta1);
    at::_foreach_add_(m, g, 1 - o.beta1);
    at::_foreach_mul_(v, o.beta2);
    at::_foreach_addcmul_(v, g, g, 1 - o.beta2);
    for (size_t i = 0; i < largest.size(); ++i) at::maximum_out(largest[i], largest[i], v[i]);
    auto denominators = at::_foreach_sqrt(largest.empty() ? v : largest);
    at::_foreach_div_(denominators, root_corrections);
    at::_foreach_add_(denominators, o.eps);
    at::_foreach_addcdiv_(p, m, denominators, step_sizes);
}

// The step in which a parameter's momentum begins takes the gradient itself for it.
Tensor with_momentum(const Tensor& gradient, Tensor*& momentum, const mt_sgd& o) {
    if (momentum) {
        momentum->mul_(o.momentum).add_(gradient, 1 - o.dampening);
    } else {
        momentum = new Tensor(gradient.clone().detach());
    }
    return o.nesterov ? gradient.add(*momentum, o.momentum) : *momentum;
}

}  // namespace

// A parameter without a gradient is left alone, its step count too. largest: null without AMSGrad.
MT_API int mt_adam_step(Tensor* const* parameters, Tensor* const* means, Tensor* const* squares, Tensor* const* largest,
                        int64_t* steps, int32_t count, const mt_adam* o) {
    return attempt([&] {
        const at::NoGradGuard guard;
        std::vector<AdamEntry> others;
        for (int32_t i = 0; i < count; ++i) {
            const Tensor& gradient = parameters[i]->grad();
            if (!gradient.defined()) continue;
            AdamEntry entry{*parameters[i], gradient, *means[i], *squares[i], o->amsgrad ? *largest[i] : Tensor(), ++steps[i]};
            if (!entry.fusible()) {
                others.push_back(std::move(entry));
            } else if (entry.parameter.scalar_type() == at::kFloat) {
                adam_fused<float>(entry.parameter, gradient, entry.mean, entry.square, *o, entry.step);
            } else {
                adam_fused<double>(entry.parameter, gradient, entry.mean, entry.square, *o, entry.step);
            }
        }
        if (!others.empty()) adam_foreach(others, *o);
    });
}

// momenta: null where none has begun; those that begin now are written there for the caller to own.
MT_API int mt_sgd_step(Tensor* const* parameters, Tensor** momenta, int32_t count, const mt_sgd* o) {
    return attempt([&] {
        const at::NoGradGuard guard;
        for (int32_t i = 0; i < count; ++i) {
            Tensor gradient = parameters[i]->grad();
            if (!gradient.defined()) continue;
            if (o->weight_decay != 0) gradient = gradient.add(*parameters[i], o->weight_decay);
            if (o->momentum != 0) gradient = with_momentum(gradient, momenta[i], *o);
            parameters[i]->add_(gradient, o->maximize ? o->learning_rate : -o->learning_rate);
        }
    });
}

MT_API int mt_zero_grad(Tensor* const* parameters, int32_t count, Flag set_to_none) {
    return attempt([&] {
        const at::NoGradGuard guard;
        for (int32_t i = 0; i < count; ++i) {
            Tensor& gradient = parameters[i]->mutable_grad();
            if (!gradient.defined()) continue;
            if (set_to_none) {
                gradient.reset();
            } else {
                gradient.zero_();
            }
        }
    });
}

// The norm of all gradients as one vector; above max_norm they are scaled down to it.
MT_API int mt_clip_grad_norm(Tensor* const* parameters, int32_t count, double max_norm, double norm_type, double* total) {
    return attempt([&] {
        const at::NoGradGuard guard;
        std::vector<Tensor> gradients, norms;
        for (int32_t i = 0; i < count; ++i) {
            const Tensor& gradient = parameters[i]->grad();
            if (!gradient.defined()) continue;
            gradients.push_back(gradient);
            norms.push_back(at::linalg_vector_norm(gradient, norm_type).to(gradients[0].device()));
        }
        *total = norms.empty() ? 0.0 : at::linalg_vector_norm(at::stack(norms), norm_type).item<double>();
        const double factor = max_norm / (*total + 1e-6);
        if (factor < 1) at::_foreach_mul_(gradients, factor);
    });
}

MT_API int mt_clip_grad_value(Tensor* const* parameters, int32_t count, double limit) {
    return attempt([&] {
        const at::NoGradGuard guard;
        for (int32_t i = 0; i < count; ++i) {
            const Tensor& gradient = parameters[i]->grad();
            if (gradient.defined()) gradient.clamp_(-limit, limit);
        }
    });
}

MT_API Tensor* mt_parameters_to_vector(Tensor* const* parameters, int32_t count) {
    return make([&] {
        std::vector<Tensor> flat;
        for (int32_t i = 0; i < count; ++i) flat.push_back(parameters[i]->view(-1));
        return at::cat(flat);
    });
}

MT_API int mt_vector_to_parameters(const Tensor* vector, Tensor* const* parameters, int32_t count) {
    return attempt([&] {
        int64_t start = 0;
        for (int32_t i = 0; i < count; ++i) {
            const auto length = parameters[i]->numel();
            parameters[i]->set_data(vector->slice(0, start, start + length).view_as(*parameters[i]).detach());
            start += length;
        }
    });
}

// Gradients.
#include "shim.h"
#include <torch/csrc/autograd/autograd.h>

MT_API int mt_backward(const Tensor* t, const Tensor* gradient, Flag retain_graph, Flag create_graph,
                       Tensor* const* inputs, int32_t count) {
    return attempt([&] {
        torch::autograd::backward({*t}, {optional_tensor(gradient)}, retain_graph != 0, create_graph != 0, tensors(inputs, count));
    });
}
// With no gradient yet, the result is 0 and *out stays null.
MT_API int mt_grad(const Tensor* t, Tensor** out) {
    return attempt([&] {
        const auto& grad = t->grad();
        *out = grad.defined() ? new Tensor(grad) : nullptr;
    });
}
MT_API int mt_set_grad(Tensor* t, const Tensor* grad) { return attempt([&] { t->mutable_grad() = optional_tensor(grad); }); }
MT_API int mt_set_requires_grad(Tensor* t, Flag requires_grad) { return attempt([&] { t->set_requires_grad(requires_grad != 0); }); }
MT_API int mt_retain_grad(Tensor* t) { return attempt([&] { t->retain_grad(); }); }
MT_API Tensor* mt_detach(const Tensor* t) { return make([&] { return t->detach(); }); }

// Lifetime, properties, memory and conversion of one tensor.
#include "shim.h"
#include <algorithm>

MT_API void mt_dispose(Tensor* t) { delete t; }
MT_API Tensor* mt_alias(const Tensor* t) { return make([&] { return *t; }); }

MT_API int64_t mt_dim(const Tensor* t) { return t->dim(); }
MT_API int64_t mt_numel(const Tensor* t) { return t->numel(); }
MT_API int32_t mt_dtype(const Tensor* t) { return static_cast<int32_t>(t->scalar_type()); }
MT_API int32_t mt_device_type(const Tensor* t) { return static_cast<int32_t>(t->device().type()); }
MT_API int32_t mt_device_index(const Tensor* t) { return t->device().index(); }
MT_API int64_t mt_element_size(const Tensor* t) { return t->element_size(); }
MT_API Flag mt_requires_grad(const Tensor* t) { return t->requires_grad(); }
MT_API Flag mt_is_leaf(const Tensor* t) { return t->is_leaf(); }
MT_API Flag mt_is_contiguous(const Tensor* t) { return t->is_contiguous(); }
MT_API int mt_shape(const Tensor* t, int64_t* out) {
    return attempt([&] { std::copy(t->sizes().begin(), t->sizes().end(), out); });
}
MT_API int mt_stride(const Tensor* t, int64_t* out) {
    return attempt([&] { std::copy(t->strides().begin(), t->strides().end(), out); });
}
MT_API int mt_size(const Tensor* t, int64_t dim, int64_t* out) { return attempt([&] { *out = t->size(dim); }); }
MT_API int mt_data(const Tensor* t, void** out) { return attempt([&] { *out = t->data_ptr(); }); }

// The one element of a tensor on any device, widened to its kind.
MT_API int mt_item(const Tensor* t, mt_scalar* out) {
    return attempt([&] {
        at::Scalar s = t->item();
        *out = s.isBoolean()           ? mt_scalar{s.toBool(), 0.0, 2}
               : s.isIntegral(false) ? mt_scalar{s.toLong(), 0.0, 0}
                                     : mt_scalar{0, s.toDouble(), 1};
    });
}

MT_API Tensor* mt_contiguous(const Tensor* t) { return make([&] { return t->contiguous(); }); }
MT_API Tensor* mt_clone(const Tensor* t) { return make([&] { return t->clone(); }); }
MT_API Tensor* mt_to(const Tensor* t, int32_t device, int32_t index, int32_t type, Flag copy, Flag non_blocking) {
    return make([&] {
        return t->to(c10::Device(static_cast<c10::DeviceType>(device), static_cast<c10::DeviceIndex>(index)),
                     scalar_type(type), non_blocking != 0, copy != 0);
    });
}
MT_API Tensor* mt_to_type(const Tensor* t, int32_t type, Flag copy, Flag non_blocking) {
    return make([&] { return t->to(scalar_type(type), non_blocking != 0, copy != 0); });
}
MT_API int mt_copy_(Tensor* t, const Tensor* source, Flag non_blocking) {
    return attempt([&] { t->copy_(*source, non_blocking != 0); });
}
MT_API int mt_fill_(Tensor* t, mt_scalar value) { return attempt([&] { t->fill_(scalar(value)); }); }
MT_API int mt_zero_(Tensor* t) { return attempt([&] { t->zero_(); }); }

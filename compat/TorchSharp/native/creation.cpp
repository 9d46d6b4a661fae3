// New tensors: constants, ranges, copies of the caller's memory.
#include "shim.h"

MT_API Tensor* mt_zeros(const int64_t* shape, int32_t count, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::zeros(sizes(shape, count), with); });
}
MT_API Tensor* mt_ones(const int64_t* shape, int32_t count, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::ones(sizes(shape, count), with); });
}
MT_API Tensor* mt_empty(const int64_t* shape, int32_t count, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::empty(sizes(shape, count), with); });
}
MT_API Tensor* mt_full(const int64_t* shape, int32_t count, mt_scalar value, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::full(sizes(shape, count), scalar(value), with); });
}
MT_API Tensor* mt_eye(int64_t rows, int64_t columns, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::eye(rows, columns, with); });
}
MT_API Tensor* mt_arange(mt_scalar start, mt_scalar stop, mt_scalar step, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::arange(scalar(start), scalar(stop), scalar(step), with); });
}
MT_API Tensor* mt_linspace(double start, double end, int64_t steps, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::linspace(start, end, steps, with); });
}

// data holds elements of type source_type in row-major order; they are copied.
MT_API Tensor* mt_from_data(void* data, int32_t source_type, const int64_t* shape, int32_t count, mt_options o) {
    return make([&] {
        auto source = scalar_type(source_type);
        auto from = at::from_blob(data, sizes(shape, count), at::TensorOptions().dtype(source));
        auto to = options(o).dtype(optional_type(o.type).value_or(source));
        auto made = from.to(to, /*non_blocking=*/false, /*copy=*/true);
        return o.requires_grad ? made.set_requires_grad(true) : made;
    });
}

// Products, norms, decompositions, distances.
#include "shim.h"

#define BINARY(op) \
    MT_API Tensor* mt_##op(const Tensor* a, const Tensor* b) { return make([&] { return a->op(*b); }); }

BINARY(matmul)
BINARY(mm)
BINARY(bmm)
BINARY(dot)
BINARY(outer)
MT_API Tensor* mt_einsum(const char* equation, Tensor* const* list, int32_t count) {
    return make([&] { return at::einsum(equation, tensors(list, count)); });
}
MT_API Tensor* mt_cdist(const Tensor* a, const Tensor* b, double p, int64_t mode) {
    return make([&] { return at::cdist(*a, *b, p, mode); });
}

namespace {
at::OptionalIntArrayRef optional_sizes(const int64_t* dims, int32_t count) {
    return count == 0 ? at::OptionalIntArrayRef() : at::OptionalIntArrayRef(sizes(dims, count));
}
}  // namespace
MT_API Tensor* mt_linalg_norm(const Tensor* t, mt_scalar ord, const int64_t* dims, int32_t count, Flag keepdim) {
    return make([&] { return at::linalg_norm(*t, optional_scalar(ord), optional_sizes(dims, count), keepdim != 0); });
}
MT_API Tensor* mt_linalg_norm_named(const Tensor* t, const char* ord, const int64_t* dims, int32_t count, Flag keepdim) {
    return make([&] { return at::linalg_norm(*t, ord, optional_sizes(dims, count), keepdim != 0); });
}
MT_API Tensor* mt_linalg_vector_norm(const Tensor* t, double ord, const int64_t* dims, int32_t count, Flag keepdim) {
    return make([&] { return at::linalg_vector_norm(*t, ord, optional_sizes(dims, count), keepdim != 0); });
}
MT_API Tensor* mt_linalg_matrix_norm(const Tensor* t, double ord, const int64_t* dims, int32_t count, Flag keepdim) {
    return make([&] { return at::linalg_matrix_norm(*t, ord, sizes(dims, count), keepdim != 0); });
}
MT_API Tensor* mt_linalg_matrix_norm_named(const Tensor* t, const char* ord, const int64_t* dims, int32_t count, Flag keepdim) {
    return make([&] { return at::linalg_matrix_norm(*t, ord, sizes(dims, count), keepdim != 0); });
}
MT_API Tensor* mt_linalg_cholesky(const Tensor* t) { return make([&] { return at::linalg_cholesky(*t); }); }
MT_API Tensor* mt_linalg_det(const Tensor* t) { return make([&] { return at::linalg_det(*t); }); }
MT_API Tensor* mt_linalg_inv(const Tensor* t) { return make([&] { return at::linalg_inv(*t); }); }
MT_API Tensor* mt_linalg_eigvalsh(const Tensor* t, const char* uplo) { return make([&] { return at::linalg_eigvalsh(*t, uplo); }); }
MT_API int mt_linalg_eigh(const Tensor* t, const char* uplo, Tensor** out) {
    return make_two(out, [&] { return at::linalg_eigh(*t, uplo); });
}
MT_API int mt_linalg_slogdet(const Tensor* t, Tensor** out) { return make_two(out, [&] { return at::linalg_slogdet(*t); }); }
MT_API int mt_linalg_qr(const Tensor* t, const char* mode, Tensor** out) {
    return make_two(out, [&] { return at::linalg_qr(*t, mode); });
}
MT_API int mt_linalg_svd(const Tensor* t, Flag full_matrices, Tensor** out) {
    return make_three(out, [&] { return at::linalg_svd(*t, full_matrices != 0); });
}
MT_API Tensor* mt_linalg_svdvals(const Tensor* t) { return make([&] { return at::linalg_svdvals(*t); }); }
MT_API Tensor* mt_linalg_solve(const Tensor* a, const Tensor* b, Flag left) {
    return make([&] { return at::linalg_solve(*a, *b, left != 0); });
}
MT_API Tensor* mt_linalg_multi_dot(Tensor* const* list, int32_t count) {
    return make([&] { return at::linalg_multi_dot(tensors(list, count)); });
}
MT_API Tensor* mt_linalg_pinv(const Tensor* t, double atol, Flag has_atol, double rtol, Flag has_rtol, Flag hermitian) {
    return make([&] { return at::linalg_pinv(*t, optional_real(atol, has_atol), optional_real(rtol, has_rtol), hermitian != 0); });
}
MT_API Tensor* mt_linalg_pinv_tensor(const Tensor* t, const Tensor* atol, const Tensor* rtol, Flag hermitian) {
    return make([&] { return at::linalg_pinv(*t, maybe_tensor(atol), maybe_tensor(rtol), hermitian != 0); });
}
MT_API Tensor* mt_linalg_matrix_rank(const Tensor* t, double atol, Flag has_atol, double rtol, Flag has_rtol, Flag hermitian) {
    return make([&] { return at::linalg_matrix_rank(*t, optional_real(atol, has_atol), optional_real(rtol, has_rtol), hermitian != 0); });
}
MT_API Tensor* mt_linalg_matrix_rank_tensor(const Tensor* t, const Tensor* atol, const Tensor* rtol, Flag hermitian) {
    return make([&] { return at::linalg_matrix_rank(*t, maybe_tensor(atol), maybe_tensor(rtol), hermitian != 0); });
}
MT_API int mt_linalg_lstsq(const Tensor* a, const Tensor* b, double rcond, Flag has_rcond, Tensor** out) {
    return attempt([&] {
        auto [solution, residuals, rank, values] = at::linalg_lstsq(*a, *b, optional_real(rcond, has_rcond));
        out[0] = new Tensor(solution);
        out[1] = new Tensor(residuals);
        out[2] = new Tensor(rank);
        out[3] = new Tensor(values);
    });
}

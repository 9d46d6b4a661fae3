// Element by element: arithmetic, functions, comparison, choice.
#include "shim.h"

#define UNARY(op) \
    MT_API Tensor* mt_##op(const Tensor* t) { return make([&] { return t->op(); }); }
#define BINARY(op) \
    MT_API Tensor* mt_##op(const Tensor* a, const Tensor* b) { return make([&] { return a->op(*b); }); }
#define BINARY_SCALAR(op) \
    MT_API Tensor* mt_##op##_scalar(const Tensor* a, mt_scalar b) { return make([&] { return a->op(scalar(b)); }); }
#define BINARY_INPLACE(op) \
    MT_API int mt_##op##_(Tensor* a, const Tensor* b) { return attempt([&] { a->op##_(*b); }); } \
    MT_API int mt_##op##_scalar_(Tensor* a, mt_scalar b) { return attempt([&] { a->op##_(scalar(b)); }); }
#define COMPARISON(op) BINARY(op) BINARY_SCALAR(op)

UNARY(abs)
UNARY(exp)
UNARY(floor)
UNARY(isfinite)
UNARY(isinf)
UNARY(isnan)
UNARY(log)
UNARY(log1p)
UNARY(logical_not)
UNARY(bitwise_not)
UNARY(neg)
UNARY(relu)
UNARY(rsqrt)
UNARY(sigmoid)
UNARY(sign)
UNARY(sqrt)
UNARY(square)
UNARY(tanh)
MT_API Tensor* mt_gelu(const Tensor* t) { return make([&] { return at::gelu(*t); }); }
MT_API Tensor* mt_round(const Tensor* t, int64_t decimals) {
    // round of an integer tensor exists only without decimals.
    return make([&] { return decimals == 0 ? t->round() : t->round(decimals); });
}
MT_API Tensor* mt_nan_to_num(const Tensor* t, double nan, double posinf, Flag has_posinf, double neginf, Flag has_neginf) {
    return make([&] { return t->nan_to_num(nan, optional_real(posinf, has_posinf), optional_real(neginf, has_neginf)); });
}

MT_API Tensor* mt_add(const Tensor* a, const Tensor* b) { return make([&] { return a->add(*b); }); }
MT_API Tensor* mt_add_alpha(const Tensor* a, const Tensor* b, mt_scalar alpha) {
    return make([&] { return a->add(*b, scalar(alpha)); });
}
MT_API Tensor* mt_add_scalar(const Tensor* a, mt_scalar b, mt_scalar alpha) {
    return make([&] { return a->add(scalar(b), scalar(alpha)); });
}
MT_API int mt_add_(Tensor* a, const Tensor* b, mt_scalar alpha) { return attempt([&] { a->add_(*b, scalar(alpha)); }); }
MT_API int mt_add_scalar_(Tensor* a, mt_scalar b, mt_scalar alpha) {
    return attempt([&] { a->add_(scalar(b), scalar(alpha)); });
}
MT_API Tensor* mt_addmm(const Tensor* t, const Tensor* a, const Tensor* b, double beta, double alpha) {
    return make([&] { return t->addmm(*a, *b, beta, alpha); });
}
BINARY(sub)
BINARY_SCALAR(sub)
MT_API Tensor* mt_rsub_scalar(const Tensor* a, mt_scalar b) { return make([&] { return at::rsub(*a, scalar(b)); }); }
BINARY(mul)
BINARY_SCALAR(mul)
BINARY(div)
BINARY_SCALAR(div)
MT_API Tensor* mt_rdiv_scalar(const Tensor* a, mt_scalar b) {
    return make([&] { return at::mul(at::reciprocal(*a), scalar(b)); });
}
BINARY(remainder)
BINARY_SCALAR(remainder)
BINARY_INPLACE(sub)
BINARY_INPLACE(mul)

// mode: 0 none, 1 towards zero, 2 towards minus infinity.
#define ROUNDED(div) (mode == 0 ? a->div(number) : mode == 1 ? a->div(number, "trunc") : a->div(number, "floor"))
MT_API Tensor* mt_div_rounded(const Tensor* a, const Tensor* b, int32_t mode) {
    const Tensor& number = *b;
    return make([&] { return ROUNDED(div); });
}
MT_API Tensor* mt_div_rounded_scalar(const Tensor* a, mt_scalar b, int32_t mode) {
    return make([&] {
        const at::Scalar number = scalar(b);
        return ROUNDED(div);
    });
}
MT_API int mt_div_(Tensor* a, const Tensor* b, int32_t mode) {
    const Tensor& number = *b;
    return attempt([&] { ROUNDED(div_); });
}
MT_API int mt_div_scalar_(Tensor* a, mt_scalar b, int32_t mode) {
    return attempt([&] {
        const at::Scalar number = scalar(b);
        ROUNDED(div_);
    });
}

BINARY(pow)
BINARY_SCALAR(pow)
BINARY(maximum)
BINARY(minimum)
BINARY(logical_and)
BINARY(logical_or)
BINARY(logical_xor)
BINARY(bitwise_and)
BINARY(bitwise_or)
BINARY(bitwise_xor)
COMPARISON(eq)
COMPARISON(ne)
COMPARISON(lt)
COMPARISON(le)
COMPARISON(gt)
COMPARISON(ge)

MT_API int mt_allclose(const Tensor* a, const Tensor* b, double rtol, double atol, Flag equal_nan, Flag* out) {
    return attempt([&] { *out = a->allclose(*b, rtol, atol, equal_nan != 0); });
}
MT_API int mt_equal(const Tensor* a, const Tensor* b, Flag* out) { return attempt([&] { *out = a->equal(*b); }); }
MT_API Tensor* mt_clamp(const Tensor* t, mt_scalar min, mt_scalar max) {
    return make([&] { return t->clamp(optional_scalar(min), optional_scalar(max)); });
}
MT_API Tensor* mt_clamp_tensor(const Tensor* t, const Tensor* min, const Tensor* max) {
    return make([&] { return t->clamp(maybe_tensor(min), maybe_tensor(max)); });
}
MT_API int mt_clamp_(Tensor* t, mt_scalar min, mt_scalar max) {
    return attempt([&] { t->clamp_(optional_scalar(min), optional_scalar(max)); });
}
MT_API int mt_clamp_tensor_(Tensor* t, const Tensor* min, const Tensor* max) {
    return attempt([&] { t->clamp_(maybe_tensor(min), maybe_tensor(max)); });
}
MT_API Tensor* mt_where(const Tensor* condition, const Tensor* x, const Tensor* y) {
    return make([&] { return at::where(*condition, *x, *y); });
}
MT_API Tensor* mt_masked_fill(const Tensor* t, const Tensor* mask, mt_scalar value) {
    return make([&] { return t->masked_fill(*mask, scalar(value)); });
}
MT_API int mt_masked_fill_(Tensor* t, const Tensor* mask, mt_scalar value) {
    return attempt([&] { t->masked_fill_(*mask, scalar(value)); });
}

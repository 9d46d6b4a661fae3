// Sums, means, extremes, sorting and counting.
#include "shim.h"

MT_API Tensor* mt_sum(const Tensor* t, int32_t type) { return make([&] { return t->sum(optional_type(type)); }); }
MT_API Tensor* mt_sum_dims(const Tensor* t, const int64_t* dims, int32_t count, Flag keepdim, int32_t type) {
    return make([&] { return t->sum(sizes(dims, count), keepdim != 0, optional_type(type)); });
}
MT_API Tensor* mt_mean(const Tensor* t) { return make([&] { return t->mean(); }); }
MT_API Tensor* mt_mean_dims(const Tensor* t, const int64_t* dims, int32_t count, Flag keepdim, int32_t type) {
    return make([&] { return t->mean(sizes(dims, count), keepdim != 0, optional_type(type)); });
}
MT_API Tensor* mt_var(const Tensor* t, Flag unbiased) { return make([&] { return t->var(unbiased != 0); }); }
MT_API Tensor* mt_var_dims(const Tensor* t, const int64_t* dims, int32_t count, Flag unbiased, Flag keepdim) {
    return make([&] { return t->var(sizes(dims, count), unbiased != 0, keepdim != 0); });
}
MT_API Tensor* mt_std(const Tensor* t, Flag unbiased) { return make([&] { return t->std(unbiased != 0); }); }
MT_API Tensor* mt_std_dims(const Tensor* t, const int64_t* dims, int32_t count, Flag unbiased, Flag keepdim) {
    return make([&] { return t->std(sizes(dims, count), unbiased != 0, keepdim != 0); });
}
MT_API Tensor* mt_median(const Tensor* t) { return make([&] { return t->median(); }); }
MT_API Tensor* mt_norm(const Tensor* t, double p) { return make([&] { return t->norm(p); }); }
MT_API Tensor* mt_norm_dim(const Tensor* t, double p, int64_t dim, Flag keepdim) {
    return make([&] { return t->norm(p, dim, keepdim != 0); });
}
MT_API Tensor* mt_dist(const Tensor* a, const Tensor* b, double p) { return make([&] { return a->dist(*b, p); }); }
MT_API Tensor* mt_logsumexp(const Tensor* t, int64_t dim, Flag keepdim) {
    return make([&] { return t->logsumexp(dim, keepdim != 0); });
}
MT_API Tensor* mt_softmax(const Tensor* t, int64_t dim, int32_t type) {
    return make([&] { return t->softmax(dim, optional_type(type)); });
}
MT_API Tensor* mt_log_softmax(const Tensor* t, int64_t dim, int32_t type) {
    return make([&] { return t->log_softmax(dim, optional_type(type)); });
}
MT_API Tensor* mt_cumsum(const Tensor* t, int64_t dim, int32_t type) {
    return make([&] { return t->cumsum(dim, optional_type(type)); });
}

MT_API Tensor* mt_all(const Tensor* t) { return make([&] { return t->all(); }); }
MT_API Tensor* mt_all_dim(const Tensor* t, int64_t dim, Flag keepdim) { return make([&] { return t->all(dim, keepdim != 0); }); }
MT_API Tensor* mt_any(const Tensor* t) { return make([&] { return t->any(); }); }
MT_API Tensor* mt_any_dim(const Tensor* t, int64_t dim, Flag keepdim) { return make([&] { return t->any(dim, keepdim != 0); }); }

MT_API Tensor* mt_max(const Tensor* t) { return make([&] { return t->max(); }); }
MT_API Tensor* mt_min(const Tensor* t) { return make([&] { return t->min(); }); }
MT_API int mt_max_dim(const Tensor* t, int64_t dim, Flag keepdim, Tensor** out) {
    return make_two(out, [&] { return t->max(dim, keepdim != 0); });
}
MT_API int mt_min_dim(const Tensor* t, int64_t dim, Flag keepdim, Tensor** out) {
    return make_two(out, [&] { return t->min(dim, keepdim != 0); });
}
MT_API int mt_aminmax(const Tensor* t, int64_t dim, Flag has_dim, Flag keepdim, Tensor** out) {
    return make_two(out, [&] { return at::aminmax(*t, optional_integer(dim, has_dim), keepdim != 0); });
}
MT_API Tensor* mt_amax(const Tensor* t, const int64_t* dims, int32_t count, Flag keepdim) {
    return make([&] { return t->amax(sizes(dims, count), keepdim != 0); });
}
MT_API Tensor* mt_amin(const Tensor* t, const int64_t* dims, int32_t count, Flag keepdim) {
    return make([&] { return t->amin(sizes(dims, count), keepdim != 0); });
}
MT_API Tensor* mt_argmax(const Tensor* t, int64_t dim, Flag has_dim, Flag keepdim) {
    return make([&] { return t->argmax(optional_integer(dim, has_dim), keepdim != 0); });
}
MT_API Tensor* mt_argmin(const Tensor* t, int64_t dim, Flag has_dim, Flag keepdim) {
    return make([&] { return t->argmin(optional_integer(dim, has_dim), keepdim != 0); });
}

MT_API int mt_sort(const Tensor* t, int64_t dim, Flag descending, Flag stable, Tensor** out) {
    return make_two(out, [&] { return t->sort(Maybe<bool>(stable != 0), dim, descending != 0); });
}
MT_API Tensor* mt_argsort(const Tensor* t, int64_t dim, Flag descending) {
    return make([&] { return t->argsort(dim, descending != 0); });
}
MT_API int mt_topk(const Tensor* t, int64_t k, int64_t dim, Flag largest, Flag sorted, Tensor** out) {
    return make_two(out, [&] { return t->topk(k, dim, largest != 0, sorted != 0); });
}
MT_API Tensor* mt_searchsorted(const Tensor* sorted, const Tensor* values, Flag out_int32, Flag right, const Tensor* sorter) {
    return make([&] {
        return at::searchsorted(*sorted, *values, out_int32 != 0, right != 0, {}, maybe_tensor(sorter));
    });
}
MT_API Tensor* mt_searchsorted_scalar(const Tensor* sorted, mt_scalar value, Flag out_int32, Flag right, const Tensor* sorter) {
    return make([&] {
        return at::searchsorted(*sorted, scalar(value), out_int32 != 0, right != 0, {}, maybe_tensor(sorter));
    });
}
MT_API Tensor* mt_bincount(const Tensor* t, const Tensor* weights, int64_t minlength) {
    return make([&] { return t->bincount(maybe_tensor(weights), minlength); });
}
MT_API int mt_unique(const Tensor* t, Flag sorted, Flag inverse, Flag counts, int64_t dim, Flag has_dim, Tensor** out) {
    return make_three(out, [&] {
        return has_dim ? at::unique_dim(*t, dim, sorted != 0, inverse != 0, counts != 0)
                       : at::_unique2(*t, sorted != 0, inverse != 0, counts != 0);
    });
}
MT_API int mt_unique_consecutive(const Tensor* t, Flag inverse, Flag counts, int64_t dim, Flag has_dim, Tensor** out) {
    return make_three(out, [&] {
        return at::unique_consecutive(*t, inverse != 0, counts != 0, optional_integer(dim, has_dim));
    });
}

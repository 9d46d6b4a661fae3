// Reading and writing by position, index or mask.
#include "shim.h"
#include <ATen/TensorIndexing.h>

// kind: 0 None, 1 Ellipsis, 2 integer (start), 3 boolean (start), 4 slice, 5 tensor. has: bits of the given slice parts.
struct mt_index {
    int32_t kind;
    int32_t has;
    int64_t start;
    int64_t stop;
    int64_t step;
    const Tensor* tensor;
};

namespace {
namespace ix = at::indexing;

#if TORCH_VERSION_MAJOR < 2
using Bound = int64_t;
#else
using Bound = c10::SymInt;
#endif

Maybe<Bound> part(const mt_index& i, int bit, int64_t value) {
    return (i.has & bit) ? Maybe<Bound>(Bound(value)) : Maybe<Bound>();
}

std::vector<ix::TensorIndex> indices(const mt_index* values, int32_t count) {
    std::vector<ix::TensorIndex> list;
    list.reserve(static_cast<size_t>(count));
    for (const mt_index* i = values; i != values + count; ++i) {
        switch (i->kind) {
            case 0: list.emplace_back(ix::None); break;
            case 1: list.emplace_back(ix::Ellipsis); break;
            case 2: list.emplace_back(i->start); break;
            case 3: list.emplace_back(i->start != 0); break;
            case 4: list.emplace_back(ix::Slice(part(*i, 1, i->start), part(*i, 2, i->stop), part(*i, 4, i->step))); break;
            default: list.emplace_back(*i->tensor); break;
        }
    }
    return list;
}
}  // namespace

MT_API Tensor* mt_index_get(const Tensor* t, const mt_index* values, int32_t count) {
    return make([&] { return t->index(indices(values, count)); });
}
MT_API int mt_index_set(Tensor* t, const mt_index* values, int32_t count, const Tensor* value) {
    return attempt([&] { t->index_put_(indices(values, count), *value); });
}
MT_API int mt_index_set_scalar(Tensor* t, const mt_index* values, int32_t count, mt_scalar value) {
    return attempt([&] { t->index_put_(indices(values, count), scalar(value)); });
}
MT_API int mt_index_put_(Tensor* t, Tensor* const* list, int32_t count, const Tensor* value, Flag accumulate) {
    return attempt([&] {
        c10::List<Maybe<Tensor>> positions;
        for (auto& position : tensors(list, count)) positions.push_back(position);
        t->index_put_(positions, *value, accumulate != 0);
    });
}

MT_API Tensor* mt_select(const Tensor* t, int64_t dim, int64_t index) { return make([&] { return t->select(dim, index); }); }
MT_API Tensor* mt_narrow(const Tensor* t, int64_t dim, int64_t start, int64_t length) {
    return make([&] { return t->narrow(dim, start, length); });
}
MT_API Tensor* mt_index_select(const Tensor* t, int64_t dim, const Tensor* index) {
    return make([&] { return t->index_select(dim, *index); });
}
MT_API Tensor* mt_index_add(const Tensor* t, int64_t dim, const Tensor* index, const Tensor* source, mt_scalar alpha) {
    return make([&] { return t->index_add(dim, *index, *source, scalar(alpha)); });
}
MT_API int mt_index_add_(Tensor* t, int64_t dim, const Tensor* index, const Tensor* source, mt_scalar alpha) {
    return attempt([&] { t->index_add_(dim, *index, *source, scalar(alpha)); });
}
MT_API Tensor* mt_gather(const Tensor* t, int64_t dim, const Tensor* index) { return make([&] { return t->gather(dim, *index); }); }
MT_API Tensor* mt_gather_sparse(const Tensor* t, int64_t dim, const Tensor* index, Flag sparse_grad) {
    return make([&] { return t->gather(dim, *index, sparse_grad != 0); });
}
MT_API Tensor* mt_scatter(const Tensor* t, int64_t dim, const Tensor* index, const Tensor* source) {
    return make([&] { return t->scatter(dim, *index, *source); });
}
MT_API int mt_scatter_(Tensor* t, int64_t dim, const Tensor* index, const Tensor* source) {
    return attempt([&] { t->scatter_(dim, *index, *source); });
}
MT_API Tensor* mt_scatter_add(const Tensor* t, int64_t dim, const Tensor* index, const Tensor* source) {
    return make([&] { return t->scatter_add(dim, *index, *source); });
}
MT_API int mt_scatter_add_(Tensor* t, int64_t dim, const Tensor* index, const Tensor* source) {
    return attempt([&] { t->scatter_add_(dim, *index, *source); });
}
MT_API Tensor* mt_masked_select(const Tensor* t, const Tensor* mask) { return make([&] { return t->masked_select(*mask); }); }
MT_API Tensor* mt_nonzero(const Tensor* t) { return make([&] { return t->nonzero(); }); }
MT_API Tensor* mt_argwhere(const Tensor* t) { return make([&] { return t->argwhere(); }); }

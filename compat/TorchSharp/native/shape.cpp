// Views, copies in another shape, joining and splitting.
#include "shim.h"

MT_API Tensor* mt_reshape(const Tensor* t, const int64_t* shape, int32_t count) {
    return make([&] { return t->reshape(sizes(shape, count)); });
}
MT_API Tensor* mt_view(const Tensor* t, const int64_t* shape, int32_t count) {
    return make([&] { return t->view(sizes(shape, count)); });
}
MT_API Tensor* mt_view_as(const Tensor* t, const Tensor* other) { return make([&] { return t->view_as(*other); }); }
MT_API Tensor* mt_expand(const Tensor* t, const int64_t* shape, int32_t count, Flag implicit) {
    return make([&] { return t->expand(sizes(shape, count), implicit != 0); });
}
MT_API Tensor* mt_repeat(const Tensor* t, const int64_t* repeats, int32_t count) {
    return make([&] { return t->repeat(sizes(repeats, count)); });
}
MT_API Tensor* mt_repeat_interleave(const Tensor* t, int64_t repeats, int64_t dim, Flag has_dim, int64_t size, Flag has_size) {
    return make([&] { return t->repeat_interleave(repeats, optional_integer(dim, has_dim), optional_integer(size, has_size)); });
}
MT_API Tensor* mt_repeat_interleave_tensor(const Tensor* t, const Tensor* repeats, int64_t dim, Flag has_dim, int64_t size, Flag has_size) {
    return make([&] { return t->repeat_interleave(*repeats, optional_integer(dim, has_dim), optional_integer(size, has_size)); });
}
MT_API Tensor* mt_permute(const Tensor* t, const int64_t* dims, int32_t count) {
    return make([&] { return t->permute(sizes(dims, count)); });
}
MT_API Tensor* mt_flip(const Tensor* t, const int64_t* dims, int32_t count) { return make([&] { return t->flip(sizes(dims, count)); }); }
MT_API Tensor* mt_transpose(const Tensor* t, int64_t a, int64_t b) { return make([&] { return t->transpose(a, b); }); }
MT_API Tensor* mt_t(const Tensor* t) { return make([&] { return t->t(); }); }
MT_API Tensor* mt_numpy_T(const Tensor* t) { return make([&] { return t->numpy_T(); }); }
MT_API Tensor* mt_flatten(const Tensor* t, int64_t start, int64_t end) { return make([&] { return t->flatten(start, end); }); }
MT_API Tensor* mt_squeeze(const Tensor* t, int64_t dim, Flag has_dim) {
    return make([&] { return has_dim ? t->squeeze(dim) : t->squeeze(); });
}
MT_API int mt_squeeze_(Tensor* t, int64_t dim, Flag has_dim) {
    return attempt([&] { has_dim ? t->squeeze_(dim) : t->squeeze_(); });
}
MT_API Tensor* mt_unsqueeze(const Tensor* t, int64_t dim) { return make([&] { return t->unsqueeze(dim); }); }
MT_API Tensor* mt_diag(const Tensor* t, int64_t diagonal) { return make([&] { return t->diag(diagonal); }); }
MT_API Tensor* mt_tril(const Tensor* t, int64_t diagonal) { return make([&] { return t->tril(diagonal); }); }
MT_API Tensor* mt_triu(const Tensor* t, int64_t diagonal) { return make([&] { return t->triu(diagonal); }); }

MT_API Tensor* mt_cat(Tensor* const* list, int32_t count, int64_t dim) {
    return make([&] { return at::cat(tensors(list, count), dim); });
}
MT_API Tensor* mt_stack(Tensor* const* list, int32_t count, int64_t dim) {
    return make([&] { return at::stack(tensors(list, count), dim); });
}
MT_API Tensor* mt_vstack(Tensor* const* list, int32_t count) { return make([&] { return at::vstack(tensors(list, count)); }); }

// A function that makes a list of unknown length hands out a list object; the caller takes the tensors and frees it.
struct mt_list {
    std::vector<Tensor> items;
};
template <class Body>
static mt_list* make_list(Body&& body) noexcept {
    mt_list* list = nullptr;
    attempt([&] { list = new mt_list{body()}; });
    return list;
}
MT_API int32_t mt_list_count(const mt_list* list) { return static_cast<int32_t>(list->items.size()); }
MT_API Tensor* mt_list_take(mt_list* list, int32_t index) {
    return make([&] { return std::move(list->items[static_cast<size_t>(index)]); });
}
MT_API void mt_list_dispose(mt_list* list) { delete list; }

MT_API mt_list* mt_split(const Tensor* t, int64_t size, int64_t dim) { return make_list([&] { return t->split(size, dim); }); }
MT_API mt_list* mt_split_sizes(const Tensor* t, const int64_t* parts, int32_t count, int64_t dim) {
    return make_list([&] { return t->split_with_sizes(sizes(parts, count), dim); });
}
MT_API mt_list* mt_chunk(const Tensor* t, int64_t chunks, int64_t dim) { return make_list([&] { return t->chunk(chunks, dim); }); }
MT_API mt_list* mt_unbind(const Tensor* t, int64_t dim) { return make_list([&] { return t->unbind(dim); }); }
MT_API mt_list* mt_where_list(const Tensor* condition) { return make_list([&] { return at::where(*condition); }); }

// Random numbers and the generators they come from.
#include "shim.h"
#include <ATen/CPUGeneratorImpl.h>
#include <mutex>

using at::Generator;

MT_API Generator* mt_generator(uint64_t seed, int32_t device, int32_t index) {
    Generator* made = nullptr;
    attempt([&] {
        // A clone of the device's own: the one way to a generator of any device that needs no header of that device.
        auto own = at::globalContext().defaultGenerator(
            c10::Device(static_cast<c10::DeviceType>(device), static_cast<c10::DeviceIndex>(index)));
        std::lock_guard<std::mutex> lock(own.mutex());
        auto fresh = own.clone();
        fresh.set_current_seed(seed);
        made = new Generator(fresh);
    });
    return made;
}
MT_API Generator* mt_default_generator() {
    Generator* made = nullptr;
    attempt([&] { made = new Generator(at::detail::getDefaultCPUGenerator()); });
    return made;
}
MT_API void mt_generator_dispose(Generator* g) { delete g; }
MT_API int mt_manual_seed(int64_t seed) { return attempt([&] { at::manual_seed(static_cast<uint64_t>(seed)); }); }

namespace {
template <class Body>
int locked(Generator* g, Body&& body) {
    return attempt([&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        body();
    });
}
}  // namespace
MT_API int mt_generator_manual_seed(Generator* g, int64_t seed) {
    return locked(g, [&] { g->set_current_seed(static_cast<uint64_t>(seed)); });
}
MT_API int mt_generator_seed(Generator* g, int64_t* out) { return locked(g, [&] { *out = static_cast<int64_t>(g->seed()); }); }
MT_API int mt_generator_initial_seed(Generator* g, int64_t* out) {
    return locked(g, [&] { *out = static_cast<int64_t>(g->current_seed()); });
}
MT_API int mt_generator_get_state(Generator* g, Tensor** out) {
    return locked(g, [&] { *out = new Tensor(g->get_state()); });
}
MT_API int mt_generator_set_state(Generator* g, const Tensor* state) { return locked(g, [&] { g->set_state(*state); }); }
MT_API int32_t mt_generator_device_type(const Generator* g) { return static_cast<int32_t>(g->device().type()); }
MT_API int32_t mt_generator_device_index(const Generator* g) { return g->device().index(); }

MT_API Tensor* mt_rand(const int64_t* shape, int32_t count, const Generator* g, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::rand(sizes(shape, count), generator(g), with); });
}
MT_API Tensor* mt_randn(const int64_t* shape, int32_t count, const Generator* g, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::randn(sizes(shape, count), generator(g), with); });
}
MT_API Tensor* mt_randint(int64_t low, int64_t high, const int64_t* shape, int32_t count, const Generator* g, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::randint(low, high, sizes(shape, count), generator(g), with); });
}
MT_API Tensor* mt_randperm(int64_t n, const Generator* g, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::randperm(n, generator(g), with); });
}
MT_API int mt_randperm_out(Tensor* out, int64_t n, const Generator* g) {
    return attempt([&] { at::randperm_out(*out, n, generator(g)); });
}
MT_API Tensor* mt_normal(double mean, double std, const int64_t* shape, int32_t count, const Generator* g, mt_options o) {
    return make_leaf(o, [&](auto with) { return at::normal(mean, std, sizes(shape, count), generator(g), with); });
}
MT_API Tensor* mt_normal_tensor(const Tensor* mean, const Tensor* std, const Generator* g) {
    return make([&] { return at::normal(*mean, *std, generator(g)); });
}
MT_API int mt_normal_(Tensor* t, double mean, double std, const Generator* g) {
    return attempt([&] { t->normal_(mean, std, generator(g)); });
}
MT_API int mt_uniform_(Tensor* t, double from, double to, const Generator* g) {
    return attempt([&] { t->uniform_(from, to, generator(g)); });
}
MT_API Tensor* mt_multinomial(const Tensor* t, int64_t samples, Flag replacement, const Generator* g) {
    return make([&] { return t->multinomial(samples, replacement != 0, generator(g)); });
}

// Errors, version, threads, default type, grad mode, CUDA.
#include "shim.h"
#include <ATen/Parallel.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/GradMode.h>
#include <torch/cuda.h>

namespace {
thread_local std::string last_error;
}

void remember_error(const char* message) noexcept {
    try {
        last_error = message;
    } catch (...) {
        last_error.clear();
    }
}

MT_API const char* mt_last_error() { return last_error.c_str(); }
MT_API const char* mt_version() { return TORCH_VERSION; }

MT_API int32_t mt_get_num_threads() { return at::get_num_threads(); }
MT_API int mt_set_num_threads(int32_t count) { return attempt([&] { at::set_num_threads(count); }); }

MT_API int32_t mt_get_default_dtype() { return static_cast<int32_t>(c10::get_default_dtype_as_scalartype()); }
MT_API int mt_set_default_dtype(int32_t type) {
    return attempt([&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta(scalar_type(type))); });
}

MT_API Flag mt_is_grad_enabled() { return c10::GradMode::is_enabled(); }
MT_API void mt_set_grad_enabled(Flag enabled) { c10::GradMode::set_enabled(enabled != 0); }

MT_API int mt_cuda_device_count(int32_t* count) {
    return attempt([&] { *count = static_cast<int32_t>(torch::cuda::device_count()); });
}
MT_API int mt_cuda_cudnn_is_available(Flag* available) {
    return attempt([&] { *available = torch::cuda::cudnn_is_available(); });
}
MT_API int mt_cuda_manual_seed(int64_t seed) { return attempt([&] { torch::cuda::manual_seed(static_cast<uint64_t>(seed)); }); }
MT_API int mt_cuda_manual_seed_all(int64_t seed) {
    return attempt([&] { torch::cuda::manual_seed_all(static_cast<uint64_t>(seed)); });
}
MT_API int mt_cuda_synchronize(int32_t index) { return attempt([&] { torch::cuda::synchronize(index); }); }

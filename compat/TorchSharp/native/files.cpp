// libtorch's archives.
#include "shim.h"
#include <torch/serialize.h>

MT_API int mt_save(const Tensor* t, const char* path) { return attempt([&] { torch::save(*t, std::string(path)); }); }
MT_API Tensor* mt_load(const char* path) {
    return make([&] {
        Tensor loaded;
        torch::load(loaded, std::string(path));
        return loaded;
    });
}

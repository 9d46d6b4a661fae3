// How the C heap treats the buffers of a training step.
#include <cstdlib>  // defines __GLIBC__ where it is the C library
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

// A step allocates and frees the same buffers of a few MB again and again. By default glibc maps and unmaps each of them, and
// the kernel clears every page anew: a third of a convolutional network's step. These limits keep them in the heap.
__attribute__((constructor)) void keep_large_buffers() {
#ifdef __GLIBC__
    // Whoever sets glibc's own variables gets what they say.
    if (!std::getenv("MALLOC_MMAP_THRESHOLD_")) mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most glibc takes
    if (!std::getenv("MALLOC_TRIM_THRESHOLD_")) mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

}  // namespace

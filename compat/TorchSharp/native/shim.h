// Conventions of the C ABI between compat/TorchSharp and libtorch.
//
// - A tensor crosses as a pointer to a heap-allocated at::Tensor that the caller owns; null stands for "no tensor".
// - A function that makes one tensor returns it, or null on failure. Any other function returns 0 on success and 1 on
//   failure and hands its results out through pointers. After a failure mt_last_error() holds libtorch's message.
// - No C++ exception crosses: every body runs inside make() or attempt().
// - A flag crosses as one byte, a list as pointer and count, a number of any kind as mt_scalar.
#pragma once
#include <ATen/ATen.h>
#include <torch/version.h>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#define MT_API extern "C" __attribute__((visibility("default")))

using Tensor = at::Tensor;
using Flag = int8_t;

// libtorch had an optional of its own, later a second name for the standard one, which newer ones drop.
#if TORCH_VERSION_MAJOR < 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR < 5)
template <class T>
using Maybe = c10::optional<T>;
#else
template <class T>
using Maybe = std::optional<T>;
#endif

// A number of one of the kinds at::Scalar knows. kind: 0 integer, 1 floating point, 2 boolean, 3 none.
struct mt_scalar {
    int64_t integer;
    double real;
    int32_t kind;
};

inline at::Scalar scalar(const mt_scalar& s) {
    return s.kind == 0 ? at::Scalar(s.integer) : s.kind == 1 ? at::Scalar(s.real) : at::Scalar(s.integer != 0);
}

inline Maybe<at::Scalar> optional_scalar(const mt_scalar& s) {
    return s.kind == 3 ? Maybe<at::Scalar>() : Maybe<at::Scalar>(scalar(s));
}

void remember_error(const char* message) noexcept;

template <class Body>
int attempt(Body&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const c10::Error& e) {
        remember_error(e.what_without_backtrace());
    } catch (const std::exception& e) {
        remember_error(e.what());
    } catch (...) {
        remember_error("libtorch failed without a message");
    }
    return 1;
}

template <class Body>
Tensor* make(Body&& body) noexcept {
    Tensor* result = nullptr;
    attempt([&] { result = new Tensor(body()); });
    return result;
}

// Hands a tuple or a vector of tensors out, all of them or (on failure) none.
template <class Body>
int make_two(Tensor** out, Body&& body) noexcept {
    return attempt([&] {
        auto results = body();
        out[0] = new Tensor(std::get<0>(results));
        out[1] = new Tensor(std::get<1>(results));
    });
}

template <class Body>
int make_three(Tensor** out, Body&& body) noexcept {
    return attempt([&] {
        auto results = body();
        out[0] = new Tensor(std::get<0>(results));
        out[1] = new Tensor(std::get<1>(results));
        out[2] = new Tensor(std::get<2>(results));
    });
}

inline Tensor optional_tensor(const Tensor* t) { return t ? *t : Tensor(); }

inline Maybe<Tensor> maybe_tensor(const Tensor* t) {
    return t ? Maybe<Tensor>(*t) : Maybe<Tensor>();
}

inline std::vector<Tensor> tensors(Tensor* const* values, int32_t count) {
    std::vector<Tensor> list;
    list.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) list.push_back(*values[i]);
    return list;
}

inline at::IntArrayRef sizes(const int64_t* values, int32_t count) { return {values, static_cast<size_t>(count)}; }

inline Maybe<at::Generator> generator(const at::Generator* g) {
    return g ? Maybe<at::Generator>(*g) : Maybe<at::Generator>();
}

// libtorch itself indexes its tables with a type unchecked, and a file may name any.
inline at::ScalarType scalar_type(int32_t type) {
    TORCH_CHECK(type >= 0 && type < static_cast<int32_t>(at::ScalarType::Undefined), "No element type has the number ", type, ".");
    return static_cast<at::ScalarType>(type);
}

// type: a ScalarType, or -1 for "as it comes".
inline Maybe<at::ScalarType> optional_type(int32_t type) {
    return type == -1 ? Maybe<at::ScalarType>() : Maybe<at::ScalarType>(scalar_type(type));
}

inline Maybe<int64_t> optional_integer(int64_t value, Flag has) {
    return has ? Maybe<int64_t>(value) : Maybe<int64_t>();
}

inline Maybe<double> optional_real(double value, Flag has) {
    return has ? Maybe<double>(value) : Maybe<double>();
}

// device: a DeviceType; index -1 stands for the current one of its kind. type: -1 stands for the default.
struct mt_options {
    int32_t type;
    int32_t device;
    int32_t index;
    int32_t requires_grad;
};

inline at::TensorOptions options(const mt_options& o) {
    return at::TensorOptions()
        .dtype(optional_type(o.type))
        .device(c10::Device(static_cast<c10::DeviceType>(o.device), static_cast<c10::DeviceIndex>(o.index)));
}

// Factories of ATen refuse requires_grad: it is set on what they made.
template <class Body>
Tensor* make_leaf(const mt_options& o, Body&& body) noexcept {
    return make([&] {
        Tensor made = body(options(o));
        return o.requires_grad ? made.set_requires_grad(true) : made;
    });
}

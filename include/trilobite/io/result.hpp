#pragma once

/// What a function that can fail returns: its value, or a sentence that says why there is none. No exceptions.

#include <cassert>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace trilobite {

/// Why something failed, as a sentence for people: what was expected, what was found, and where.
struct failure {
    std::string text;
};

/// Either a T or a failure; both convert to it, so that a function says `return value;` or `return failure{"..."};`.
///
///     if (auto read = read_idx(path))
///         use(*read);
///     else
///         complain(read.error());
///
/// To ask for the value of a failure, or for the error of a success, is a mistake of the caller: it is asserted.
template <class T>
class [[nodiscard]] result {
    static_assert(std::is_object_v<T>, "a result holds an object: neither void nor a reference");
    static_assert(!std::is_same_v<std::remove_cv_t<T>, failure>, "a result that holds a failure could not tell");

public:
    result(T value) : value_(std::move(value)) {}
    result(failure why) : why_(std::move(why)) {}

    explicit operator bool() const noexcept { return value_.has_value(); }

    T& operator*() & noexcept { return value_of(*this); }
    const T& operator*() const& noexcept { return value_of(*this); }
    T&& operator*() && noexcept { return std::move(value_of(*this)); }

    T* operator->() noexcept { return &value_of(*this); }
    const T* operator->() const noexcept { return &value_of(*this); }

    const std::string& error() const noexcept {
        assert(!value_ && "a result that succeeded has no error");
        return why_.text;
    }

private:
    template <class Result>
    static auto& value_of(Result& self) noexcept {
        assert(self.value_ && "a result that failed has no value");
        return *self.value_;
    }

    std::optional<T> value_;
    failure why_;
};

}

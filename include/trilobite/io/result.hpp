#pragma once

/// What a function that can fail returns: its value, or a sentence that says why there is none. No exceptions.

#include <cassert>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

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
    result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    result(failure why) : state_(std::in_place_index<1>, std::move(why)) {}

    explicit operator bool() const noexcept { return state_.index() == 0; }

    T& operator*() & noexcept { return value(state_); }
    const T& operator*() const& noexcept { return value(state_); }
    T&& operator*() && noexcept { return std::move(value(state_)); }

    T* operator->() noexcept { return &value(state_); }
    const T* operator->() const noexcept { return &value(state_); }

    const std::string& error() const noexcept {
        const failure* why = std::get_if<1>(&state_);
        assert(why != nullptr && "a result that succeeded has no error");
        return why->text;
    }

private:
    // get_if, not get: the latter throws.
    template <class State>
    static auto& value(State& state) noexcept {
        auto* held = std::get_if<0>(&state);
        assert(held != nullptr && "a result that failed has no value");
        return *held;
    }

    std::variant<T, failure> state_;
};

}

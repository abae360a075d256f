#pragma once
/// What a checkpoint keeps of a training, number by number, and how each is written and read.

#include <trilobite/network/binary.hpp>
#include <trilobite/network/values.hpp>
#include <trilobite/training/callbacks.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>

namespace trilobite::detail {

/// How numbers of one type are written to a file and read from it; both functions return where the next ones stand.
struct number_format {
    std::size_t bytes; ///< of a number in a file
    std::byte* (*put)(std::byte* to, const void* numbers, std::size_t count);
    const std::byte* (*get)(const std::byte* from, void* numbers, std::size_t count);
};

/// Whole numbers have 8 bytes, others as many as where they stand.
template <class N>
using written_as = std::conditional_t<std::floating_point<N>, N, std::uint64_t>;

template <class N>
inline constexpr number_format format_of{sizeof(written_as<N>),
                                         [](std::byte* to, const void* numbers, std::size_t count) {
                                             const N* const first = static_cast<const N*>(numbers);
                                             for (const N* n = first; n != first + count;
                                                  ++n, to += sizeof(written_as<N>))
                                                 put(to, static_cast<written_as<N>>(*n));
                                             return to;
                                         },
                                         [](const std::byte* from, void* numbers, std::size_t count) {
                                             N* const first = static_cast<N*>(numbers);
                                             for (N* n = first; n != first + count; ++n, from += sizeof(written_as<N>))
                                                 *n = static_cast<N>(get<written_as<N>>(from));
                                             return from;
                                         }};

/// Takes what is kept: some numbers of one type at a time, that stand one after the other. What is done with them does
/// not depend on the training, so that the compiler writes one walk through it for counting, writing and reading.
class kept_visitor {
public:
    virtual void take(const number_format& format, void* numbers, std::size_t count) = 0;

protected:
    ~kept_visitor() = default;
};

/// How many bytes they take.
struct kept_size final : kept_visitor {
    std::size_t bytes = 0;
    void take(const number_format& format, void*, std::size_t count) override { bytes += format.bytes * count; }
};

/// Writes them.
struct kept_writer final : kept_visitor {
    std::byte* next;
    explicit kept_writer(std::byte* to) : next(to) {}
    void take(const number_format& format, void* numbers, std::size_t count) override {
        next = format.put(next, numbers, count);
    }
};

/// Reads them; there must be enough.
struct kept_reader final : kept_visitor {
    const std::byte* next;
    explicit kept_reader(const std::byte* from) : next(from) {}
    void take(const number_format& format, void* numbers, std::size_t count) override {
        next = format.get(next, numbers, count);
    }
};

/// Something that says what a checkpoint keeps of it: kept() gives a std::tuple of references to numbers, networks, and
/// other such things.
template <class X>
concept Keeps = requires(X& x) {
    x.kept();
};

/// Shows a visitor every number that is kept of x, and of others.
template <class... Xs>
void visit_kept(kept_visitor& visitor, Xs&... xs) {
    [[maybe_unused]] const auto visit = [&]<class X>(X& x) {
        if constexpr (std::is_arithmetic_v<X>)
            visitor.take(format_of<X>, &x, 1);
        else if constexpr (Matrix<X> || Composite<X> || Listed<X>)
            for_each_row(x, [&]<class T>(std::span<T> row) { visitor.take(format_of<T>, row.data(), row.size()); });
        else if constexpr (Keeps<X>)
            std::apply([&](auto&... parts) { visit_kept(visitor, parts...); }, x.kept());
        else
            static_assert(std::is_empty_v<X>,
                          "trilobite: a checkpoint must know what to keep of an optimizer, of its state and of its "
                          "schedule: give it a function kept(), as training/optimizers/sgd.hpp says");
    };
    (visit(xs), ...);
}

template <class T>
void visit_kept_of_epoch(kept_visitor& visitor, epoch_record<T>& record) {
    visit_kept(visitor, record.epoch, record.training.cost, record.training.accuracy, record.validation.cost,
               record.validation.accuracy, record.validated, record.learning_rate);
}

/// Of where a training is; the epochs that are over are to be as many as they were. The gradient says nothing between
/// two mini-batches, and is not kept; nor is anything of callbacks without kept().
template <class Point>
[[gnu::noinline]] void visit_kept_of_training(kept_visitor& visitor, Point& here) {
    visit_kept(visitor, here.net, here.state.optimizer, here.state.seed, here.state.steps, here.state.epochs,
               here.optimizer, here.begun.cost, here.begun.lost, here.begun.correct, here.begun.samples, here.goes_on);
    for_each_callback(here, [&]<class C>(C& callback) {
        if constexpr (Keeps<C>)
            visit_kept(visitor, callback);
    });
    for (auto& record : here.past.epochs)
        visit_kept_of_epoch(visitor, record);
}

}

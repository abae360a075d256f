#pragma once
/// Working memory of training and evaluation, and how many samples fit it at once.

#include <trilobite/network/network.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

/// What the working memory of one micro-batch may take on the stack, in bytes, unless the user says otherwise: a
/// sixteenth of the usual stack, half of a desktop core's second-level cache.
inline constexpr std::size_t default_stack_budget = 512 * 1024;

namespace detail {

/// Inputs of a micro-batch that are copied, or read where they stand.
template <class T, std::size_t B, std::size_t N, bool InPlace>
struct input_rows {
    matrix<T, B, N> values;
    auto view() const { return values.view(); }
};
template <class T, std::size_t B, std::size_t N>
struct input_rows<T, B, N, true> {
    const T* rows[B];
    auto view() const { return scattered_rows<T, B, N>{rows}; }
};

}

/// A micro-batch of B samples on its way through a network of type Net. InPlace: its inputs are not copied (see
/// reads_in_place).
template <class Net, std::size_t B, bool Training, bool InPlace = false>
struct working_memory {
    using T = typename Net::value_type;
    static constexpr std::size_t batch = B;

    detail::input_rows<T, B, Net::input_size, InPlace> x;
    matrix<T, B, Net::output_size> target;
    tape<typename Net::chain_type, B, Training> record;

    /// Fills row after row from samples(first + row, x row, target row), or from x = samples.input(first + row, target
    /// row); rows beyond `rows` repeat the first, so that whatever layers compute of them is as sound as of real
    /// samples. samples.prefetch(place) is called some rows ahead of copying where there is such a function.
    template <class Samples>
    void fill(std::size_t first, std::size_t rows, const Samples& samples) {
        for (std::size_t row = 0; row < B; ++row) {
            if (row < rows)
                fill_row(first, row, samples);
            else
                repeat_first_row(row);
        }
    }
    auto inputs() const { return x.view(); }
    auto targets() const { return target.view(); }   ///< B x output_size
    auto outputs() const { return record.output(); } ///< B x output_size

private:
    template <class Samples>
    void fill_row(std::size_t first, std::size_t row, const Samples& samples) {
        constexpr std::size_t ahead = 3;
        if constexpr (InPlace) {
            x.rows[row] = samples.input(first + row, target.view().row(row));
        } else {
            if constexpr (requires { samples.prefetch(first); })
                samples.prefetch(first + row + ahead);
            samples(first + row, x.values.view().row(row), target.view().row(row));
        }
    }
    void repeat_first_row(std::size_t row) {
        if constexpr (InPlace)
            x.rows[row] = x.rows[0];
        else
            std::copy_n(x.values.view().row(0), x.values.stride, x.values.view().row(row));
        std::copy_n(target.view().row(0), target.stride, target.view().row(row));
    }
};

/// Fails to compile, with the bytes needed and the bytes allowed.
template <std::size_t Batch, std::size_t BytesNeeded, std::size_t StackBudget>
struct micro_batch_fits {
    static_assert(BytesNeeded <= StackBudget,
                  "trilobite: not even the smallest micro-batch fits the stack budget (a network that couples the "
                  "samples of a mini-batch is worked through in one piece); see micro_batch_fits<Batch, BytesNeeded, "
                  "StackBudget> for the numbers; take a smaller batch or a larger budget");
    static constexpr std::size_t value = Batch;
};

/// The bytes of stack that a pass over B samples takes.
template <class Net, std::size_t B, bool Training, bool InPlace>
inline constexpr std::size_t
    pass_bytes = (Training ? Net::template training_bytes<B> : Net::template inference_bytes<B>)-(
                     InPlace ? sizeof(matrix<typename Net::value_type, B, Net::input_size>) : 0) +
                 (InPlace ? B * sizeof(void*) : 0);

/// The samples of a mini-batch of Batch that are worked through at once: all, or the largest of Batch / 2, Batch / 4,
/// ... (rounded up) whose working memory fits the budget.
template <class Net, std::size_t Batch, std::size_t StackBudget, bool Training, bool InPlace = false>
consteval std::size_t micro_batch() {
    static_assert(Batch > 0, "trilobite: a mini-batch has at least 1 sample");
    constexpr std::size_t bytes = pass_bytes<Net, Batch, Training, InPlace>;
    if constexpr (bytes <= StackBudget || Batch == 1 || (Training && Net::couples_samples))
        return micro_batch_fits<Batch, bytes, StackBudget>::value;
    else
        return micro_batch<Net, (Batch + 1) / 2, StackBudget, Training, InPlace>();
}

}

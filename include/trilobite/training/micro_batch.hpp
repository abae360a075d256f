#pragma once
/// How many samples are worked through at once.

#include <trilobite/core/batch_piece.hpp>
#include <trilobite/training/working_memory.hpp>

#include <cstddef>
#include <type_traits>

namespace trilobite {

/// How many mini-batches n samples make; the last one may be smaller.
constexpr std::size_t batch_count(std::size_t samples, std::size_t batch) {
    return (samples + batch - 1) / batch;
}

/// What the working memory of one micro-batch may take on the stack, in bytes, unless the user says otherwise: a
/// quarter of a desktop's usual stack, as much as a core's second-level cache.
inline constexpr std::size_t default_stack_budget = 2 * 1024 * 1024;

/// Instead of a budget: a training's working memory is allocated once an epoch, and holds a mini-batch in one piece (or
/// each thread's share of one). For networks over images, of which a mini-batch is too large for a stack.
inline constexpr std::size_t on_heap = static_cast<std::size_t>(-1);

/// What evaluations, which do with less, take of the stack then.
template <std::size_t StackBudget>
inline constexpr std::size_t evaluation_budget = StackBudget == on_heap ? default_stack_budget : StackBudget;

/// Fails to compile, with the bytes needed and the bytes allowed.
template <std::size_t Batch, std::size_t BytesNeeded, std::size_t StackBudget>
struct micro_batch_fits {
    static_assert(
        BytesNeeded <= StackBudget,
        "trilobite: not even the smallest micro-batch fits the stack budget (a network that couples the "
        "samples of a mini-batch is worked through in one piece); see micro_batch_fits<Batch, BytesNeeded, "
        "StackBudget> for the numbers; take a smaller batch, a larger budget, or for a training on_heap instead "
        "of one");
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

/// What the pieces of mini-batches of Batch samples are in training. A whole one is told from a piece where it fits
/// half the budget, and is less code. Else larger mini-batches may have pieces of its size, and share the code with it.
template <class Net, std::size_t Batch, std::size_t StackBudget, bool InPlace = false>
using piece_kind = std::conditional_t<Net::couples_samples || pass_bytes<Net, Batch, true, InPlace> <= StackBudget / 2,
                                      whole_batch, batch_piece>;

}

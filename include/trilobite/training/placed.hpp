#pragma once
/// Where the working memory of a training stands.

#include <trilobite/training/micro_batch.hpp>

#include <cstddef>
#include <memory>

namespace trilobite {

namespace detail {

/// A Memory in this very place, or, where the stack budget is on_heap, allocated. Its values are not initialised.
template <class Memory, std::size_t StackBudget>
class placed {
public:
    Memory& operator*() { return memory_; }

private:
    Memory memory_;
};
template <class Memory>
class placed<Memory, on_heap> {
public:
    Memory& operator*() { return *memory_; }

private:
    std::unique_ptr<Memory> memory_ = std::make_unique_for_overwrite<Memory>();
};

}

}

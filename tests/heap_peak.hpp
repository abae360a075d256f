#pragma once
// The most bytes that stood on the heap at once. The address sanitizer tells of every block, of those of C libraries
// too. Elsewhere the operators below, which take the place of the library's, tell of theirs: one source file of a
// program may include this.

#include <trilobite/core/compiler.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

#include <malloc.h>

class heap_peak {
public:
    /// While f() runs, beyond what stood there before.
    template <class F>
    static std::size_t of(F f) {
        forget();
        f();
        return bytes();
    }

    static void forget() { base_ = peak_ = now_; }
    /// Since the last `forget`, beyond what stood there then.
    static std::size_t bytes() { return peak_ - base_; }

    static void add(const volatile void*, std::size_t size) { peak_ = std::max(peak_, now_ += size); }
    static void remove(std::size_t size) { now_ -= size; }

private:
    // Half of what can be counted: blocks from before the counting began may be freed.
    static inline std::size_t now_ = ~std::size_t{} / 2, base_ = now_, peak_ = now_;
};

#if defined(TRILOBITE_CHECKS_ADDRESSES)

// Of <sanitizer/allocator_interface.h>, which not every g++ brings.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*add)(const volatile void*, std::size_t),
                                                         void (*remove)(const volatile void*));
extern "C" std::size_t __sanitizer_get_allocated_size(const volatile void*);

inline const bool heap_is_watched = [] {
    const auto remove = [](const volatile void* block) {
        if (block != nullptr)
            heap_peak::remove(__sanitizer_get_allocated_size(block));
    };
    if (__sanitizer_install_malloc_and_free_hooks(heap_peak::add, remove) <= 0)
        std::abort();
    return true;
}();

#else

namespace counted_heap {

inline void* take(std::size_t size) {
    void* const block = std::malloc(size);
    if (block == nullptr)
        std::abort();
    heap_peak::add(block, malloc_usable_size(block));
    return block;
}
inline void give_back(void* block) {
    heap_peak::remove(malloc_usable_size(block));
    std::free(block);
}

}

// All of them, for other sanitizers have their own.
[[gnu::noinline]] void* operator new(std::size_t size) {
    return counted_heap::take(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size) {
    return counted_heap::take(size);
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return counted_heap::take(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return counted_heap::take(size);
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
    counted_heap::give_back(p);
}
[[gnu::noinline]] void operator delete[](void* p) noexcept {
    counted_heap::give_back(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept {
    counted_heap::give_back(p);
}
[[gnu::noinline]] void operator delete[](void* p, std::size_t) noexcept {
    counted_heap::give_back(p);
}

#endif

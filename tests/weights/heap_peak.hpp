#pragma once
// The most bytes that stood on the heap at once. The operators below take the place of the library's: one source file
// of a program may include this.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

class heap_peak {
public:
    /// While f() runs, beyond what stood there before.
    template <class F>
    static std::size_t of(F f) {
        const std::size_t before = peak_ = now_;
        f();
        return peak_ - before;
    }

    static void* take(std::size_t size) {
        void* const block = std::malloc(head + size);
        if (block == nullptr)
            std::abort();
        *static_cast<std::size_t*>(block) = size;
        peak_ = std::max(peak_, now_ += size);
        return static_cast<std::byte*>(block) + head;
    }
    static void give_back(void* p) {
        if (p == nullptr)
            return;
        void* const block = static_cast<std::byte*>(p) - head;
        now_ -= *static_cast<std::size_t*>(block);
        std::free(block);
    }

private:
    static constexpr std::size_t head = alignof(std::max_align_t); // the size stands there
    static inline std::size_t now_ = 0, peak_ = 0;
};

// All of them, for the sanitizers have their own.
[[gnu::noinline]] void* operator new(std::size_t size) {
    return heap_peak::take(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size) {
    return heap_peak::take(size);
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return heap_peak::take(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return heap_peak::take(size);
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
    heap_peak::give_back(p);
}
[[gnu::noinline]] void operator delete[](void* p) noexcept {
    heap_peak::give_back(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept {
    heap_peak::give_back(p);
}
[[gnu::noinline]] void operator delete[](void* p, std::size_t) noexcept {
    heap_peak::give_back(p);
}

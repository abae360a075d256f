#pragma once

#include <atomic>
#include <cstdint>
#include <version>

/// Whether the standard library has threads that can wait; a microcontroller's need not.
#if defined(__cpp_lib_jthread) && defined(__cpp_lib_atomic_wait)
#define TRILOBITE_HAS_THREADS 1
#else
#define TRILOBITE_HAS_THREADS 0
#endif

namespace trilobite {

#if TRILOBITE_HAS_THREADS

/// Where a fixed number of threads wait for each other, again and again. Work between two meetings is short, so whoever
/// comes first looks for some microseconds whether the others have come, and only then goes to sleep.
class barrier {
public:
    explicit barrier(std::uint32_t threads) : threads_(threads) {}

    /// Returns when all threads have called it. What they did before is visible to all afterwards. stands_for: as how
    /// many threads the caller counts.
    void meet(std::uint32_t stands_for = 1) {
        const std::uint32_t meeting = meeting_.load(std::memory_order_relaxed);
        if (here_.fetch_add(stands_for, std::memory_order_acq_rel) + stands_for == threads_) {
            here_.store(0, std::memory_order_relaxed);
            meeting_.store(meeting + 1, std::memory_order_release);
            meeting_.notify_all();
            return;
        }
        for (int look = 0; look < looks; ++look) {
            if (meeting_.load(std::memory_order_acquire) != meeting)
                return;
            relax();
        }
        while (meeting_.load(std::memory_order_acquire) == meeting)
            meeting_.wait(meeting, std::memory_order_acquire);
    }

private:
    static constexpr int looks = 2000; // 20 to 80 us
    /// Tells the processor that this is a loop that waits.
    static void relax() {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        asm volatile("yield");
#endif
    }

    const std::uint32_t threads_;
    alignas(64) std::atomic<std::uint32_t> here_ = 0;
    alignas(64) std::atomic<std::uint32_t> meeting_ = 0;
};

#endif

}

#pragma once
/// The threads of a training.

#include <trilobite/training/barrier.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace trilobite::detail {

/// Threads that do something together, again and again: the one that asks for it and Threads - 1 others, which sleep
/// meanwhile. They come into being when they are first needed: to wake one takes a fraction of the time.
template <std::size_t Threads>
class crew;

/// One thread does everything itself.
template <>
class crew<1> {};

#if TRILOBITE_HAS_THREADS

template <std::size_t Threads>
class crew {
public:
    crew() = default;
    crew(const crew&) = delete;
    crew& operator=(const crew&) = delete;
    ~crew() {
        task_ = nullptr;
        meeting_.meet(to_be_stood_for()); // the others go home
    }

    /// Calls f(0) here and f(1), ..., f(Threads - 1) on the others, and returns when all are done. f(0) may throw, the
    /// others may not. std::system_error where a thread cannot be had; then nothing is called.
    template <class F>
    void run(const F& f) {
        for (; here_ < Threads; ++here_)
            others_[here_ - 1] = std::jthread([this, i = here_] { serve(i); });
        object_ = &f;
        task_ = [](const void* object, std::size_t thread) { (*static_cast<const F*>(object))(thread); };
        meeting_.meet();
        const end_of_work end{meeting_};
        f(std::size_t{0});
    }

private:
    struct end_of_work {
        barrier& meeting;
        ~end_of_work() { meeting.meet(); }
    };

    void serve(std::size_t thread) {
        for (meeting_.meet(); task_ != nullptr; meeting_.meet()) {
            task_(object_, thread);
            meeting_.meet();
        }
    }
    /// The threads that do not come to a meeting of their own accord: this one, and those that never came into being.
    std::uint32_t to_be_stood_for() const { return static_cast<std::uint32_t>(Threads - (here_ - 1)); }

    barrier meeting_{Threads};
    const void* object_ = nullptr;
    void (*task_)(const void*, std::size_t) = nullptr;
    std::size_t here_ = 1;
    std::array<std::jthread, Threads - 1> others_; // joined before the rest is gone
};

#endif

}

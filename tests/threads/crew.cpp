// The threads of a training come when they are called, and go home whatever happens.
#include "../catch.hpp"

#include <trilobite/training/crew.hpp>

#include <sys/resource.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <system_error>

using trilobite::detail::crew;

TEST_CASE("every thread of a crew does its part, as often as it is called", "[threads]") {
    crew<4> threads;
    std::array<int, 4> parts{};
    for (int call = 1; call <= 500; ++call) {
        threads.run([&](std::size_t thread) { parts[thread] += call; });
        REQUIRE(parts == std::array{parts[0], parts[0], parts[0], parts[0]});
    }
    CHECK(parts == std::array{125'250, 125'250, 125'250, 125'250});
}

TEST_CASE("a crew that is never called goes home, and one whose first thread throws can be called again", "[threads]") {
    const crew<3> idle;
    crew<3> threads;
    std::atomic<int> done = 0;
    bool fails = true;
    const auto work = [&](std::size_t thread) {
        if (thread == 0 && fails)
            throw std::runtime_error("enough");
        ++done;
    };
    CHECK_THROWS_AS(threads.run(work), std::runtime_error);
    CHECK(done == 2);
    fails = false;
    threads.run(work);
    CHECK(done == 5);
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TRILOBITE_IS_WATCHED
#endif
#endif
#if !defined(TRILOBITE_IS_WATCHED) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST_CASE("where threads cannot be had, nothing is called, and those that could be had go home", "[threads]") {
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_AS, &before) == 0);
    std::atomic<int> called = 0;
    bool failed = false;
    {
        crew<64> threads;
        rlimit scarce = before;
        scarce.rlim_cur = rlim_t{1} << 26; // room for some stacks, of 2 or 8 MiB
        REQUIRE(setrlimit(RLIMIT_AS, &scarce) == 0);
        try {
            threads.run([&](std::size_t) { ++called; });
        } catch (const std::system_error&) {
            failed = true;
        }
        CHECK(setrlimit(RLIMIT_AS, &before) == 0);
        CHECK(failed);
        CHECK(called == 0);
        threads.run([&](std::size_t) { ++called; });
    }
    CHECK(called == 64);
}

#endif

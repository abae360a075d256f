// A process that trains is killed, at any moment, and another goes on: in the end the bits are those of a training that
// was never interrupted.
#include "../catch.hpp"
#include "../io/temporary_directory.hpp"
#include "course.hpp"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

std::string calls;     // of the functions below
int moments_left = -1; // until this process is killed; never, where negative

void moment() {
    if (moments_left-- == 0)
        std::raise(SIGKILL);
}

}

// In front of the C library's: what makes a file safe. Nothing here turns the machine off, so no disk is waited for.
extern "C" int fsync(int) {
    moment();
    calls += "fsync ";
    return 0;
}
extern "C" int rename(const char* from, const char* to) noexcept {
    moment();
    calls += "rename ";
    const int result = renameat(AT_FDCWD, from, AT_FDCWD, to);
    moment();
    return result;
}

using namespace trilobite;

namespace {

constexpr int right = 0, wrong = 1, killed = -1;

/// What becomes of a process that goes on with a training; it is killed after some time.
int process(
    const std::filesystem::path& path, bool two, std::chrono::microseconds time = std::chrono::seconds(60),
    const std::function<void()>& begin = [] {}) {
    const course::run& expected = course::uninterrupted();
    const pid_t child = fork();
    if (child == 0) {
        begin();
        course::run r;
        checkpoint_file checkpoint(path, {.resume = true, .every = 1, .keep_best = true});
        r.go(checkpoint, {}, course::options, two);
        _exit(course::same_run(r, expected) && checkpoint.complaint().empty() ? right : wrong);
    }
    REQUIRE(child > 0);
    int status = 0;
    for (const auto end = std::chrono::steady_clock::now() + time; waitpid(child, &status, WNOHANG) == 0;) {
        if (std::chrono::steady_clock::now() < end) {
            usleep(20);
            continue;
        }
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        break;
    }
    return WIFSIGNALED(status) ? killed : WEXITSTATUS(status);
}

}

TEST_CASE("a training that is killed 200 times at random ends with the same bits", "[checkpoint][killed]") {
    const temporary_directory directory;
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(process(directory / "whole", false) == right);
    // How long a process may live. How fast the machine is may change at any time, so this follows: two processes are
    // killed for one that ends.
    std::chrono::duration<double, std::micro> longest = std::chrono::steady_clock::now() - begin;

    const auto key = random_key::from_seed(1);
    std::size_t kills = 0, trainings = 0;
    for (; kills < 200; ++trainings) {
        const auto path = directory / std::to_string(trainings);
        for (int ended = killed; ended == killed;) {
            const auto time = uniform<double>(key, kills, 0, 1) * longest;
            ended = process(path, trainings % 4 == 3, std::chrono::duration_cast<std::chrono::microseconds>(time));
            kills += ended == killed;
            longest *= ended == killed ? 1.25 : 1 / (1.25 * 1.25);
            REQUIRE(ended != wrong);
        }
    }
    CHECK(trainings > 10);
}

TEST_CASE("a process may be killed at every step of writing a checkpoint", "[checkpoint][killed]") {
    const temporary_directory directory;
    int moments = 0;
    for (int ended = killed; ended == killed; ++moments) {
        const auto path = directory / std::to_string(moments);
        INFO("killed at moment " << moments);
        ended = process(path, false, std::chrono::seconds(60), [=] { moments_left = moments; });
        CHECK(process(path, false) == right);
        REQUIRE(ended != wrong);
    }
    // Four moments for each mini-batch and each epoch, and for some networks that were the best so far.
    CHECK(moments > 4 * int(course::epochs * (course::batches + 1)));
}

TEST_CASE("a process may be killed at every byte of a checkpoint", "[checkpoint][killed]") {
    const temporary_directory directory;
    const auto path = directory / "file";
    REQUIRE(process(path, false, std::chrono::seconds(60), [] { moments_left = 60; }) == killed);
    const std::string half = contents(path);
    REQUIRE(half.size() > 500);
    for (std::size_t size = 0; size < half.size(); size += 23) {
        const auto limited = [=] {
            const rlimit none{}, limit{size, size};
            setrlimit(RLIMIT_CORE, &none);
            setrlimit(RLIMIT_FSIZE, &limit); // who writes more is killed
        };
        CHECK(process(path, false, std::chrono::seconds(60), limited) == killed);
        CHECK(contents(path) == half);
    }
    CHECK(process(path, false) == right);
}

TEST_CASE("a file is on the disk before it takes its name, and its name after that", "[checkpoint]") {
    const temporary_directory directory;
    calls.clear();
    REQUIRE(write_file(directory / "file", "text"));
    CHECK(calls == "fsync rename fsync ");
}

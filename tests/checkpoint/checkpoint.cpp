// A training that was interrupted ends with the bits of one that was not, wherever that was; and what is not the file
// of this very training is refused.
#include "../catch.hpp"
#include "../io/temporary_directory.hpp"
#include "course.hpp"

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

using namespace trilobite;
using course::run, course::uninterrupted;

namespace {

struct interruption {};

/// Interrupts a training after so many mini-batches.
course::watcher interrupter(std::size_t batches) {
    return {.batch_is_over = [left = batches](const auto&) mutable {
        if (left-- == 0)
            throw interruption{};
        return true;
    }};
}

/// A training that is interrupted again and again.
run interrupted(const std::filesystem::path& path, std::size_t every, const course::watcher& watch, bool two = false) {
    for (int attempt = 0; attempt < 1000; ++attempt) {
        run r;
        checkpoint_file checkpoint(path, {.resume = true, .every = every});
        try {
            r.go(checkpoint, watch, course::options, two);
            return r;
        } catch (interruption) {
        }
    }
    return {};
}

/// The file of a training that was interrupted in its fourth epoch.
std::string a_checkpoint() {
    const temporary_directory directory;
    run r;
    checkpoint_file checkpoint(directory / "file", {.every = 1});
    CHECK_THROWS_AS(r.go(checkpoint, interrupter(3 * course::batches + 2)), interruption);
    return contents(directory / "file");
}

/// Why a file is refused, without its name; train(checkpoint) must leave all as it is.
template <class Train>
std::string refusal(const std::string& bytes, Train train) {
    const temporary_directory directory;
    CHECK(write_file(directory / "file", bytes));
    checkpoint_file checkpoint(directory / "file", {.resume = true, .every = 1});
    const fit_status status = train(checkpoint);
    const std::string name = (directory / "file").string() + ": ";
    if (status != fit_status::not_resumed)
        return "none";
    CHECK(contents(directory / "file") == bytes);
    CHECK(checkpoint.complaint().starts_with(name));
    return checkpoint.complaint().substr(name.size());
}

std::string refusal(const std::string& bytes, const fit_options& options = course::options) {
    return refusal(bytes, [&](checkpoint_file& checkpoint) {
        run r;
        r.go(checkpoint, {}, options);
        if (r.past.status == fit_status::not_resumed)
            CHECK(course::same_network(r.net, course::initial()));
        return r.past.status;
    });
}

/// The same by another training, of the first so many samples.
std::string refusal_by_another(const std::string& bytes, std::size_t samples) {
    return refusal(bytes, [&](checkpoint_file& checkpoint) {
        const course::points data;
        course::net_type net = course::initial();
        return fit<course::batch>(net, quadratic{}, sgd{}, data.view().first<course::net_type>(samples),
                                  no_validation{}, course::options, checkpoint)
            .status;
    });
}

std::string changed(std::string bytes, std::size_t offset, char value) {
    bytes[offset] = value;
    return bytes;
}

}

TEST_CASE("a training that is interrupted after any mini-batch ends with the same bits", "[checkpoint]") {
    const temporary_directory directory;
    run observed;
    checkpoint_file checkpoint(directory / "whole", {.every = 2});
    observed.go(checkpoint);
    CHECK(course::same_run(observed, uninterrupted()));

    for (std::size_t batches = 1; batches < course::epochs * course::batches; ++batches) {
        INFO("interrupted after " << batches);
        CHECK(course::same_run(interrupted(directory / std::to_string(batches), 1, interrupter(batches)),
                               uninterrupted()));
    }
    CHECK(course::same_run(interrupted(directory / "three", 3, interrupter(4)), uninterrupted()));
    CHECK(course::same_run(interrupted(directory / "epochs", 0, interrupter(course::batches)), uninterrupted()));
    CHECK(course::same_run(interrupted(directory / "threads", 1, interrupter(3), true), uninterrupted()));
    const course::watcher at_the_end{.epoch_is_over = [left = 1](auto&) mutable {
        if (left-- == 0)
            throw interruption{};
    }};
    CHECK(course::same_run(interrupted(directory / "end", 0, at_the_end), uninterrupted()));
}

TEST_CASE("threads may change on the way, and a training that is over stays so", "[checkpoint]") {
    const temporary_directory directory;
    run first, second, third;
    checkpoint_file checkpoint(directory / "file", {.resume = true, .every = 1});
    CHECK_THROWS_AS(first.go(checkpoint, interrupter(8), course::options, true), interruption);
    second.go(checkpoint);
    CHECK(course::same_run(second, uninterrupted()));
    third.go(checkpoint);
    CHECK(course::same_run(third, uninterrupted()));
}

TEST_CASE("a training goes on beyond its end when it gets more epochs", "[checkpoint]") {
    const temporary_directory directory;
    checkpoint_file checkpoint(directory / "file", {.resume = true});
    run first, second;
    first.go(checkpoint, {}, {.epochs = 2, .seed = course::options.seed});
    CHECK(first.past.epochs.size() == 2);
    second.go(checkpoint);
    CHECK(course::same_run(second, uninterrupted()));
}

TEST_CASE("a training that a callback has stopped stays stopped", "[checkpoint]") {
    const temporary_directory directory;
    checkpoint_file checkpoint(directory / "file", {.resume = true, .every = 1});
    run first, second;
    first.go(checkpoint, {.batch_is_over = [](const auto& r) { return r.epoch < 3 || r.batch < 2; }});
    CHECK(first.past.status == fit_status::stopped);
    CHECK(first.past.epochs.size() == 3);
    second.go(checkpoint);
    CHECK(course::same_run(second, first));
}

TEST_CASE("settings of the optimizer that were changed are kept", "[checkpoint]") {
    const temporary_directory directory;
    checkpoint_file checkpoint(directory / "file", {.resume = true});
    run first, second;
    first.go(checkpoint, {.epoch_is_over = [](auto& o) { o.beta1 = 0.5f, o.schedule.steps = 77, o.limit = 0.25f; }},
             {.epochs = 2, .seed = 3});
    second.go(checkpoint, {.epoch_is_over = [](auto& o) {
                  CHECK(o.beta1 == 0.5f);
                  CHECK(o.schedule.steps == 77);
                  CHECK(o.limit == 0.25f);
              }});
    CHECK(second.past.epochs.size() == course::epochs);
}

TEST_CASE("a file that is not whole is refused, and nothing is changed", "[checkpoint]") {
    const std::string good = a_checkpoint();
    REQUIRE(refusal(good) == "none");
    const std::string size = std::to_string(good.size());

    CHECK(refusal("") == "the checkpoint is truncated: expected 40 bytes at least, found 0");
    CHECK(refusal(good.substr(0, 100)) == "the checkpoint is not whole: expected " + size + " bytes, found 100");
    CHECK(refusal(good + "x") ==
          "the checkpoint is not whole: expected " + size + " bytes, found " + std::to_string(good.size() + 1));
    CHECK(refusal("# a text that is no checkpoint at all #####") == "this is no checkpoint of a training");
    const std::string version = "the checkpoint is in another version of the format: expected 1, found ";
    CHECK(refusal(changed(good, 8, 2)) == version + "2");
    CHECK(refusal(changed(good, 8, 0)) == version + "0");
    CHECK(refusal(changed(good, 100, '#')).starts_with("the checkpoint is damaged: its checksum is wrong: expected "));

    for (std::size_t length = 0; length < good.size(); length += 1 + length / 8) {
        INFO("cut after " << length);
        CHECK(refusal(good.substr(0, length)) != "none");
    }
    for (std::size_t bit = 0; bit < 8 * good.size(); bit += bit < 8 * 48 ? 1 : 37) {
        INFO("bit " << bit);
        CHECK(refusal(changed(good, bit / 8, static_cast<char>(good[bit / 8] ^ 1 << bit % 8))) != "none");
    }
}

TEST_CASE("a file of another training is refused in its words", "[checkpoint]") {
    const std::string good = a_checkpoint();
    const std::string what = "the checkpoint is of another training: expected ";
    const std::string net = "input<2>, dense<5>, tanh, dropout<0.2>, dense<1> (12ac200670af4bf) of float, by ";
    const std::string by = "scheduled<clip_by_value<adam>, warm_up<cosine_decay>>";
    const std::string of =
        net + by + ", early_stopping, reduce_on_plateau, from 22 samples in mini-batches of 4, seed 3";

    CHECK(refusal(good, {.seed = 4}) ==
          what + net + by +
              ", early_stopping, reduce_on_plateau, from 22 samples in mini-batches of 4, "
              "seed 4, found " +
              of);
    CHECK(refusal_by_another(good, 21) ==
          what + net + "sgd, from 21 samples in mini-batches of 4, seed 3, found " + of);
}

TEST_CASE("other frozen layers and other penalties make another training", "[checkpoint]") {
    const temporary_directory directory;
    const std::vector<float> x{1, 2}, y{1, 1};
    const auto complaint_of = [&]<class Layer>(std::type_identity<Layer>) {
        network<input<1>, Layer, dense<1>> net{};
        checkpoint_file checkpoint(directory / "file", {.resume = true});
        fit<1>(net, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {.epochs = 1}, checkpoint);
        return checkpoint.complaint();
    };
    CHECK(complaint_of(std::type_identity<dense<1>>{}) == "");
    CHECK(complaint_of(std::type_identity<initialised<dense<1>, he_normal>>{}) == "");
    const std::string what =
        (directory / "file").string() + ": the checkpoint is of another training: expected input<1>, ";
    CHECK(complaint_of(std::type_identity<frozen<dense<1>>>{}).starts_with(what + "frozen<dense<1>>, dense<1> ("));
    CHECK(complaint_of(std::type_identity<regularised<dense<1>, l2{0.01}>>{})
              .starts_with(what + "regularised<dense<1>, l2{0.01}>, dense<1> ("));
    CHECK(complaint_of(std::type_identity<residual<dense<1>, dropout<0.5>>>{})
              .starts_with(what + "residual<dense<1>, dropout<0.5>>, dense<1> ("));
    CHECK(complaint_of(std::type_identity<residual<frozen<dense<1>>>>{})
              .starts_with(what + "residual<frozen<dense<1>>>, dense<1> ("));
}

TEST_CASE("where there is no file a training begins; where it cannot be written, it goes on", "[checkpoint]") {
    const temporary_directory directory;
    run r;
    checkpoint_file checkpoint(directory / "none/file", {.resume = true});
    r.go(checkpoint);
    CHECK(course::same_run(r, uninterrupted()));
    CHECK(checkpoint.complaint() ==
          (directory / "none/file").string() + ": cannot be opened for writing: No such file or directory");

    run silent;
    checkpoint_file none("", {.resume = true, .every = 1, .keep_best = true});
    silent.go(none);
    CHECK(course::same_run(silent, uninterrupted()));
    CHECK(none.complaint().empty());
}

TEST_CASE("the best network is kept apart", "[checkpoint]") {
    const temporary_directory directory;
    run r;
    checkpoint_file checkpoint(directory / "file", {.keep_best = true});
    // early_stopping gives the network back as it was after its best epoch.
    r.go(checkpoint);
    course::net_type best{};
    REQUIRE(load(best, directory / "file.best"));
    CHECK(course::same_network(best, r.net));
    CHECK(directory.files() == 2);
}

TEST_CASE("an epoch whose cost is NaN is not the best, and the next one is", "[checkpoint]") {
    const temporary_directory directory;
    const std::vector<float> x{1, 2}, y{1, 1};
    const auto train = [&](const char* name, std::size_t good_epoch) {
        network<input<1>, dense<1>> net{}, best{};
        std::vector<float> validated(2, std::numeric_limits<float>::quiet_NaN());
        std::size_t epoch = 0;
        checkpoint_file checkpoint(directory / name, {.keep_best = true});
        const auto past = fit<1>(net, quadratic{}, sgd{0.01f}, data_view{x, y}, data_view{x, validated}, {.epochs = 3},
                                 checkpoint, on_epoch([&](const auto&) {
                                     ++epoch;
                                     validated.assign(2, epoch + 1 == good_epoch ? 1 : std::nanf(""));
                                     return true;
                                 }));
        CHECK(past.epochs.size() == 3);
        CHECK(checkpoint.complaint().empty());
        return static_cast<bool>(load(best, directory / (std::string(name) + ".best")));
    };
    CHECK(!train("never", 0));
    CHECK(train("second", 2));
    CHECK(train("third", 3));
}

TEST_CASE("the best network is written beside its file under one name", "[checkpoint]") {
    const temporary_directory directory;
    std::filesystem::create_directory(directory / "file.best.unfinished");
    run r;
    checkpoint_file checkpoint(directory / "file", {.keep_best = true});
    r.go(checkpoint);
    CHECK(checkpoint.complaint() ==
          (directory / "file.best").string() + ": cannot be opened for writing: Is a directory");
}

namespace {

struct counter {
    std::size_t batches = 0;
    void after_batch(const batch_report<float>&) { ++batches; }
    auto kept() { return std::tie(batches); }
};

namespace newer {

struct counter : ::counter {
    float other = 0;
    auto kept() { return std::tie(batches, other); }
};

}

template <class Counter>
std::string count_on(const std::filesystem::path& path, std::size_t epochs, Counter& counts) {
    const std::vector<float> x{1, 2, 3}, y(3);
    network<input<1>, dense<1>> net{};
    checkpoint_file checkpoint(path, {.resume = true});
    fit<1>(net, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {.epochs = epochs}, counts, checkpoint);
    return checkpoint.complaint();
}

}

TEST_CASE("a callback of one's own is kept, until it keeps something else", "[checkpoint]") {
    const temporary_directory directory;
    const auto path = directory / "file";
    counter first, second;
    CHECK(count_on(path, 2, first) == "");
    CHECK(count_on(path, 5, second) == "");
    CHECK(second.batches == 5 * 3);
    newer::counter third;
    // A network of 2 values, 3 numbers of the state, a rate, totals of 4 + 4 + 8 + 8 bytes, a flag, and the counter's
    // 12.
    CHECK(count_on(path, 6, third) == path.string() +
                                          ": a layer, an optimizer or a callback has changed: expected 80 bytes "
                                          "and 36 for each of 5 epochs, found " +
                                          std::to_string(80 - 4 + 5 * 36));
    CHECK(third.batches == 0);
}

TEST_CASE("what stops being finite does so after an interruption too", "[checkpoint]") {
    const temporary_directory directory;
    const std::vector<float> x{1, 2, 3, 4, 5, 6, 7, 8}, y(8);
    const auto train = [&](checkpoint_file checkpoint, course::watcher watch) {
        network<input<1>, dense<1>> net{};
        net.layer<0>().weights(0, 0) = 1;
        const auto past = fit<1>(net, quadratic{}, sgd{2.f}, data_view{x, y}, no_validation{}, {.epochs = 9},
                                 checkpoint, on_batch([&](const auto& report) { return watch.after_batch(report); }));
        CHECK(past.status == fit_status::not_finite);
        return std::tuple{past.fault.what,
                          past.fault.epoch,
                          past.fault.batch,
                          past.fault.layer,
                          net.layer<0>().weights(0, 0),
                          net.layer<0>().bias(0, 0)};
    };
    const auto whole = train(checkpoint_file(""), {});
    REQUIRE(std::get<1>(whole) > 1);
    const std::size_t steps = 8 * (std::get<1>(whole) - 1) + std::get<2>(whole);
    for (std::size_t batches = 1; batches + 1 < steps; ++batches) {
        const checkpoint_file checkpoint(directory / std::to_string(batches), {.resume = true, .every = 1});
        CHECK_THROWS_AS(train(checkpoint, interrupter(batches)), interruption);
        CHECK(train(checkpoint, {}) == whole);
    }
}

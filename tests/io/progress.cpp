#include <trilobite/costs/quadratic.hpp>
#include <trilobite/io/progress.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/training/optimizers/sgd.hpp>

#include "../catch.hpp"

#include <array>
#include <chrono>
#include <regex>
#include <sstream>
#include <string>
#include <thread>

using namespace trilobite;

namespace {

/// What is written during a training of so many epochs over 4 samples in mini-batches of 2.
std::string shown(std::size_t epochs, bool validates, std::size_t columns) {
    static constexpr std::array<float, 4> x{0, 1, 2, 3}, y{1, 3, 5, 7};
    network<input<1>, dense<1>> net{};
    std::ostringstream out;
    progress p(epochs, out, columns);
    const data_view data{x, y};
    if (validates)
        fit<2>(net, quadratic{}, sgd{0.1f}, data, data, {.epochs = epochs}, p.on_batch(), p.on_epoch());
    else
        fit<2>(net, quadratic{}, sgd{0.1f}, data, no_validation{}, {.epochs = epochs}, p.on_batch(), p.on_epoch());
    return out.str();
}

const std::string number = R"(\d+\.\d{4})";
const std::string training_text = "  cost " + number + "  accuracy " + number;
const std::string duration_text = R"(  \d+\.\d\d s)";

}

TEST_CASE("a plain progress is one line an epoch", "[io]") {
    const std::string validation_text = "  validation cost " + number + "  accuracy " + number;
    const std::string rest = training_text + validation_text + duration_text + "\n";
    CHECK(std::regex_match(shown(2, true, 0), std::regex("epoch   1/2" + rest + "epoch   2/2" + rest)));
}

TEST_CASE("without validation data nothing is said of it", "[io]") {
    CHECK(std::regex_match(shown(1, false, 0), std::regex("epoch   1/1" + training_text + duration_text + "\n")));
}

TEST_CASE("on a terminal a bar is drawn and then written over", "[io]") {
    const std::string written = shown(1, false, 200);
    const std::string bar = "\r"
                            R"(epoch   1/1 \[=+ *\] 2/4  [\d,]+/s  0:00 left)" +
                            training_text + "\x1b\\[K";
    CHECK(std::regex_match(written, std::regex(bar +
                                               "\r"
                                               "epoch   1/1" +
                                               training_text + duration_text + "\x1b\\[K\n")));
}

TEST_CASE("what is left is estimated by the epochs that were seen, not by those before", "[io]") {
    std::ostringstream out;
    progress p(1000, out, 200);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    p.on_batch().after_batch(
        batch_report<float>{.epoch = 501, .batch = 1, .samples = 2, .all_samples = 4, .training = {}, .sums = {}});
    // Half of an epoch took a tenth of a second at least: 499.5 take 99.9.
    CHECK(std::regex_search(out.str(), std::regex("s  [1-9]\\d*:\\d\\d(:\\d\\d)? left")));
}

TEST_CASE("a bar never fills the terminal's last column", "[io]") {
    for (const std::size_t columns : {20u, 60u, 90u, 100u, 120u}) {
        const std::string written = shown(1, false, columns);
        CHECK(written.find('\x1b') <= columns); // the carriage return, and columns - 1 characters
    }
}

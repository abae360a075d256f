// A small training, seen by the logs.
#include <trilobite/io/csv_log.hpp>
#include <trilobite/io/tensorboard.hpp>
#include <trilobite/io/write_file.hpp>

#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/training/fit.hpp>
#include <trilobite/training/optimizers/sgd.hpp>

#include "../catch.hpp"
#include "temporary_directory.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <locale>
#include <sstream>
#include <string>
#include <string_view>

#include <cerrno>
#include <unistd.h>

using namespace trilobite;

/// Whether the disk takes what it is given, and how often it was asked to.
static bool disk_works = true;
static int syncs = 0;

/// In the place of the C library's.
extern "C" int fdatasync(int file) {
    ++syncs;
    errno = EIO;
    return disk_works ? fsync(file) : -1;
}

namespace {

using net_type = network<input<1>, dense<2>, sigmoid, dense<1>>;

/// Two epochs over 4 samples, from a net of zeros.
history<float> train(csv_log& log) {
    static constexpr std::array<float, 4> x{0, 1, 2, 3}, y{1, 3, 5, 7};
    net_type net{};
    const data_view data{x, y};
    return fit<2>(net, quadratic{}, sgd{0.01f}, data, data, {.epochs = 2},
                  on_epoch([&](const auto& report) { log.after_epoch(report); }));
}

std::string columns(const metrics<float>& m) {
    return text::shortest(m.cost) + "," + text::shortest(m.accuracy);
}

/// The lines below the header without their seconds, which are checked to be such.
std::string without_seconds(const std::string& table) {
    std::string lines;
    for (std::size_t at = std::string_view(csv_log::header).size(); at < table.size(); at = table.find('\n', at) + 1) {
        const std::size_t first = table.find(',', at), second = table.find(',', first + 1);
        double seconds = -1;
        const char* end = table.data() + second;
        CHECK(std::from_chars(table.data() + first + 1, end, seconds).ptr == end);
        CHECK(seconds >= 0);
        CHECK(seconds < 600);
        lines += table.substr(at, first - at) + table.substr(second, table.find('\n', second) + 1 - second);
    }
    return lines;
}

/// Where numbers are written with a comma, and in groups.
struct continental : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

struct fake_report {
    epoch_record<double> record;
    net_type net{};
};

}

TEST_CASE("a CSV log has a line for each epoch", "[io]") {
    const temporary_directory directory;
    auto log = csv_log::open(directory / "log.csv");
    REQUIRE(log);
    CHECK(contents(directory / "log.csv") == csv_log::header);
    const auto history = train(*log);
    std::string expected;
    for (const auto& record : history.epochs)
        expected += std::to_string(record.epoch) + ",0.01," + columns(record.training) + "," +
                    columns(record.validation) + "\n";
    const std::string written = contents(directory / "log.csv");
    CHECK(written.starts_with(
        "epoch,seconds,learning_rate,training_cost,training_accuracy,validation_cost,validation_accuracy\n1,"));
    CHECK(without_seconds(written) == expected);
    CHECK(log->complaint().empty());
}

TEST_CASE("a CSV log goes on with its table, and no epoch is there twice", "[io]") {
    const temporary_directory directory;
    const auto path = directory / "log.csv";
    const auto add = [&](std::size_t first, std::size_t last) {
        auto log = csv_log::open(path, {.resume = true});
        REQUIRE(log);
        for (std::size_t epoch = first; epoch <= last; ++epoch)
            log->after_epoch(fake_report{{.epoch = epoch, .training = {0.5, 1}, .validation = {}}});
        CHECK(log->complaint().empty());
    };
    const auto epochs = [&] {
        std::string numbers;
        std::istringstream lines(without_seconds(contents(path)));
        for (std::string line; std::getline(lines, line);)
            numbers += line.substr(0, line.find(',')) + " ";
        return numbers;
    };
    add(1, 3); // there is none: a new one
    CHECK(epochs() == "1 2 3 ");
    add(4, 5);
    CHECK(epochs() == "1 2 3 4 5 ");
    const std::string five = contents(path);
    add(6, 5); // nothing comes, and nothing goes
    CHECK(contents(path) == five);
    add(3, 4); // from before the last two
    CHECK(epochs() == "1 2 3 4 ");
    REQUIRE(write_file(path, contents(path) + "5,0.1,0.0")); // the machine went down
    add(5, 5);
    CHECK(epochs() == "1 2 3 4 5 ");
    add(1, 1);
    CHECK(epochs() == "1 ");

    // The seconds of the training before count.
    REQUIRE(write_file(path, csv_log::header + std::string("1,100.25,,0.5,1,,\n2,200.5,,0.5,1,,\n3,300,,0.5,1,,\n")));
    add(3, 3);
    const std::string last = contents(path).substr(contents(path).rfind("\n3,") + 3);
    CHECK(std::stod(last) >= 200.5);
    CHECK(std::stod(last) < 300);
}

TEST_CASE("what is not a table of a training is not gone on with, and stays", "[io]") {
    const temporary_directory directory;
    const auto path = directory / "log.csv";
    const auto refusal = [&](const std::string& table) {
        REQUIRE(write_file(path, table));
        const auto log = csv_log::open(path, {.resume = true});
        CHECK(contents(path) == table);
        return log ? "none" : log.error().substr(path.string().size());
    };
    const std::string line = ": expected a line that begins with an epoch and seconds, found \"";
    CHECK(refusal(csv_log::header) == "none");
    CHECK(refusal("\n") == ": expected a table of a training, found one that begins with \"\"");
    CHECK(refusal("a,b\n1,2\n") == ": expected a table of a training, found one that begins with \"a,b\"");
    CHECK(refusal(csv_log::header + std::string("1,0.5,,\nmean,2\n")) == line + "mean,2\"");
    for (const char* wrong : {"", "1", "1,", "-1,2", "1;2", "1,-2", "1,nan", "1,1e300"})
        CHECK(refusal(csv_log::header + std::string(wrong) + "\n") == line + wrong + "\"");
    CHECK(csv_log::open(directory / "", {.resume = true}).error() ==
          (directory / "").string() + ": expected a table of a training, found a directory");
    // Killed before the header was written, or within it.
    const std::string_view header = csv_log::header;
    for (const std::size_t written : {std::size_t{0}, std::size_t{9}, header.size() - 1}) {
        REQUIRE(write_file(path, header.substr(0, written)));
        CHECK(csv_log::open(path, {.resume = true}));
        CHECK(contents(path) == header);
    }
    CHECK(refusal("epoch,sec\n") == ": expected a table of a training, found one that begins with \"epoch,sec\"");
    CHECK(refusal("epoch;sec") == ": expected a table of a training, found one that begins with \"epoch;sec\"");
}

TEST_CASE("a CSV log that is gone on with says which epochs its table lacks, and goes on", "[io]") {
    const temporary_directory directory;
    const auto path = directory / "log.csv";
    const auto complaint_of = [&](std::size_t epoch, csv_log_options options = {.resume = true}) {
        auto log = csv_log::open(path, options);
        REQUIRE(log);
        log->after_epoch(fake_report{{.epoch = epoch, .training = {0.5, 1}, .validation = {}}});
        log->after_epoch(fake_report{{.epoch = epoch + 1, .training = {0.5, 1}, .validation = {}}});
        CHECK(contents(path).find("\n" + std::to_string(epoch) + ",") != std::string::npos);
        CHECK(contents(path).find("\n" + std::to_string(epoch + 1) + ",") != std::string::npos);
        return log->complaint();
    };
    const std::string missing = ": the lines before it are missing";
    CHECK(complaint_of(4) == path.string() + ": expected epoch 1 next, found epoch 4" + missing);
    CHECK(complaint_of(6) == "");
    CHECK(complaint_of(9) == path.string() + ": expected epoch 8 next, found epoch 9" + missing);
    CHECK(complaint_of(5) == "");
    CHECK(complaint_of(7, {}) == "");
}

TEST_CASE("a CSV log that is to be gone on with is on the disk, epoch by epoch", "[io]") {
    const temporary_directory directory;
    const auto path = directory / "log.csv";
    const auto syncs_of = [&](csv_log_options options) {
        auto log = csv_log::open(path, options);
        REQUIRE(log);
        const int before = syncs;
        for (std::size_t epoch = 1; epoch <= 3; ++epoch)
            log->after_epoch(fake_report{{.epoch = epoch, .training = {0.5, 1}, .validation = {}}});
        CHECK(log->complaint() == (disk_works ? "" : path.string() + ": Input/output error: the log ends here"));
        return syncs - before;
    };
    CHECK(syncs_of({}) == 0);
    CHECK(syncs_of({.resume = true}) == 3);
    std::filesystem::remove(path);
    CHECK(syncs_of({.resume = true}) == 3);
    disk_works = false;
    CHECK(syncs_of({.resume = true}) == 1);
    disk_works = true;
}

TEST_CASE("a table that someone has shortened meanwhile does not become longer than what is written", "[io]") {
    const temporary_directory directory;
    const auto path = directory / "log.csv";
    const std::string two = csv_log::header + std::string("1,1,,0.5,1,,\n2,2,,0.5,1,,\n");
    REQUIRE(write_file(path, two));
    auto log = csv_log::open(path, {.resume = true});
    REQUIRE(log);
    std::filesystem::resize_file(path, two.size() - 13);
    log->after_epoch(fake_report{{.epoch = 3, .training = {0.5, 1}, .validation = {}}});
    CHECK(without_seconds(contents(path)) == "1,,0.5,1,,\n3,,0.5,1,,\n");
    CHECK(log->complaint().empty());
}

TEST_CASE("what there is none of is an empty column", "[io]") {
    const temporary_directory directory;
    auto log = csv_log::open(directory / "log.csv");
    REQUIRE(log);
    log->after_epoch(fake_report{{.epoch = 12, .training = {0.1, 1}, .validation = {}}});
    CHECK(without_seconds(contents(directory / "log.csv")) == "12,,0.1,1,,\n");
}

TEST_CASE("a CSV log is the same in every country", "[io]") {
    const temporary_directory directory;
    const std::locale before = std::locale::global(std::locale(std::locale(), new continental));
    auto log = csv_log::open(directory / "log.csv");
    REQUIRE(log);
    log->after_epoch(fake_report{{.epoch = 1234, .training = {2000.5, 0.25}, .validation = {}}});
    std::locale::global(before);
    CHECK(without_seconds(contents(directory / "log.csv")) == "1234,,2000.5,0.25,,\n");
}

TEST_CASE("a CSV log that cannot be opened says why", "[io]") {
    const temporary_directory directory;
    CHECK(csv_log::open(directory / "none/log.csv").error() ==
          (directory / "none/log.csv").string() + ": cannot be opened for writing: No such file or directory");
    if (std::filesystem::exists("/dev/full"))
        CHECK(csv_log::open("/dev/full").error().starts_with("/dev/full: No space left on device"));
}

/// How often each tag is in what TensorBoard gets of one epoch.
std::string tags(bool validates, tensorboard_options options) {
    const temporary_directory directory;
    auto log = tensorboard::open(directory / "run", options);
    REQUIRE(log);
    history<float> so_far;
    so_far.epochs.push_back({.epoch = 1,
                             .training = {1, 0},
                             .validation = {validates ? 1.0f : 0.0f, 0},
                             .validated = validates,
                             .learning_rate = 0.01f});
    const net_type net{};
    sgd optimizer{0.01f};
    log->after_epoch(epoch_report<net_type, decltype(optimizer)>{so_far.epochs[0], so_far, optimizer, net});
    CHECK(log->complaint().empty());
    const std::string bytes = contents(log->path());
    std::string counts;
    for (const std::string tag : {"training/cost", "training/accuracy", "validation/cost", "validation/accuracy",
                                  "learning_rate", "layer 0: dense<2>/0", "layer 0: dense<2>/1", "layer 2: dense<1>/0",
                                  "layer 2: dense<1>/1", "layer 1: sigmoid/0"}) {
        std::size_t count = 0;
        for (std::size_t at = bytes.find(tag); at != bytes.npos; at = bytes.find(tag, at + 1))
            ++count;
        counts += std::to_string(count);
    }
    return counts;
}

TEST_CASE("TensorBoard is told from where a training goes on, once", "[io]") {
    // A SessionLog (7), 2 bytes long, whose status (1) is START (1), behind the step (2), as protoc encodes them.
    const auto starts = [](bool resume) {
        const temporary_directory directory;
        auto log = tensorboard::open(directory / "run", {.resume = resume});
        REQUIRE(log);
        for (std::size_t epoch = 7; epoch <= 9; ++epoch)
            log->after_epoch(fake_report{{.epoch = epoch, .training = {0.5, 1}, .validation = {}}});
        CHECK(log->complaint().empty());
        const std::string bytes = contents(log->path());
        const std::size_t first = bytes.find("\x3a\x02\x08\x01");
        if (first == bytes.npos)
            return std::string();
        CHECK(first < bytes.find("training/cost"));
        CHECK(bytes.find("\x3a\x02\x08\x01", first + 1) == bytes.npos);
        return bytes.substr(first - 2, 6);
    };
    CHECK(starts(false) == "");
    CHECK(starts(true) == "\x10\x07\x3a\x02\x08\x01");
}

TEST_CASE("TensorBoard gets scalars, and histograms where they are asked for", "[io]") {
    CHECK(tags(true, {}) == "1111100000");
    CHECK(tags(false, {}) == "1100100000");
    CHECK(tags(false, {.histograms = true}) == "1100111110");
}

#include <trilobite/io/log_file.hpp>
#include <trilobite/io/write_file.hpp>

#include "../catch.hpp"
#include "temporary_directory.hpp"

#include <csignal>
#include <string>

#include <sys/resource.h>

using namespace trilobite;

namespace {

/// As long as it lives no file grows beyond so many bytes, as if the disk were full.
class full_disk {
public:
    explicit full_disk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~full_disk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    full_disk(const full_disk&) = delete;
    full_disk& operator=(const full_disk&) = delete;

private:
    void (*handler_)(int);
    rlimit before_{};
};

}

TEST_CASE("a log's records are in the file at once", "[io]") {
    const temporary_directory directory;
    auto log = log_file::create(directory / "log");
    REQUIRE(log);
    log->append("one\n");
    CHECK(contents(directory / "log") == "one\n");
    log->append("two\n");
    CHECK(contents(directory / "log") == "one\ntwo\n");
    CHECK(log->complaint().empty());
}

TEST_CASE("a log begins anew, or only where there is none", "[io]") {
    const temporary_directory directory;
    log_file::create(directory / "log")->append("old");
    const auto second = log_file::create_new(directory / "log");
    REQUIRE(!second);
    CHECK(second.error() == (directory / "log").string() + ": cannot be opened for writing: File exists");
    CHECK(contents(directory / "log") == "old");
    CHECK(log_file::create(directory / "log"));
    CHECK(contents(directory / "log").empty());
}

TEST_CASE("a record that does not fit is not there in part, and the log says that it has ended", "[io]") {
    const temporary_directory directory;
    auto log = log_file::create(directory / "log");
    REQUIRE(log);
    {
        const full_disk limited(10);
        log->append("123456\n");
        log->append("789012\n");
    }
    log->append("345678\n");
    CHECK(contents(directory / "log") == "123456\n");
    CHECK(log->complaint() == (directory / "log").string() + ": File too large: the log ends here");
}

TEST_CASE("a file is written whole, in the place of another", "[io]") {
    const temporary_directory directory;
    const auto written = write_file(directory / "file", "first");
    REQUIRE(written);
    CHECK(*written == directory / "file");
    CHECK(write_file(directory / "file", std::string_view("\0second", 7)));
    CHECK(contents(directory / "file") == std::string("\0second", 7));
    CHECK(directory.files() == 1);
}

TEST_CASE("a file that cannot be written whole leaves the old one, and nothing else", "[io]") {
    const temporary_directory directory;
    REQUIRE(write_file(directory / "file", "old"));
    const auto written = [&] {
        const full_disk limited(10);
        return write_file(directory / "file", std::string(100'000, 'x'));
    }();
    REQUIRE(!written);
    CHECK(written.error() == (directory / "file").string() + ": cannot be written: File too large");
    CHECK(contents(directory / "file") == "old");
    CHECK(directory.files() == 1);
}

TEST_CASE("what cannot be opened is said in words", "[io]") {
    const temporary_directory directory;
    const auto nowhere = directory / "none/file";
    const auto words = nowhere.string() + ": cannot be opened for writing: No such file or directory";
    CHECK(log_file::create(nowhere).error() == words);
    CHECK(write_file(nowhere, "").error() == words);
    std::filesystem::create_directory(directory / "directory");
    CHECK(write_file(directory / "directory", "").error() ==
          (directory / "directory").string() + ": cannot be written: Is a directory");
    CHECK(directory.files() == 1);
}

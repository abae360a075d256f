#include <trilobite/io/event_file.hpp>

#include "../catch.hpp"
#include "run_command.hpp"
#include "temporary_directory.hpp"

#include <bit>
#include <string>
#include <string_view>
#include <vector>

using namespace trilobite;
using namespace std::string_literals;

namespace {

/// A number with its lowest byte first; takes it from the front of what is left.
std::uint64_t take(std::string_view& bytes, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    bytes.remove_prefix(size);
    return value;
}

std::uint64_t take_varint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const std::uint64_t byte = take(bytes, 1);
        value |= (byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
}

/// The records of a file as field numbers and values: a length stands for what has one.
std::vector<std::vector<std::pair<std::uint64_t, std::uint64_t>>> parsed(std::string_view file) {
    std::vector<std::vector<std::pair<std::uint64_t, std::uint64_t>>> records;
    while (!file.empty()) {
        const std::uint64_t length = take(file, 8);
        take(file, 4);
        std::string_view record = file.substr(0, length);
        file.remove_prefix(length + 4);
        auto& fields = records.emplace_back();
        while (!record.empty()) {
            const std::uint64_t key = take_varint(record);
            const std::uint64_t value = (key & 7) == 1 ? take(record, 8) : take_varint(record);
            fields.emplace_back(key >> 3, value);
            if ((key & 7) == 2)
                record.remove_prefix(value);
        }
    }
    return records;
}

}

TEST_CASE("a record is framed with masked checksums", "[io]") {
    // From a Python program that computes the checksum bit by bit; TensorBoard's own masked_crc32c("abc") is
    // 0x21f1576e.
    CHECK(detail::masked_crc32c("abc") == 0x21F1576Eu);
    CHECK(detail::tf_record("abc") == "\x03\0\0\0\0\0\0\0\xb0\x99\x49\x0e\x61\x62\x63\x6e\x57\xf1\x21"s);
}

TEST_CASE("a summary has the bytes that Google's encoder gives it", "[io]") {
    // From python3-protobuf 3.21 and TensorBoard's summary.proto.
    CHECK(event_summary().scalar("training/cost", 0.5f).message().bytes() ==
          "\x0a\x14\x0a\x0dtraining/cost\x15\0\0\0\x3f"s);
    CHECK(event_summary().histogram("w", {}).message().bytes() ==
          "\x0a\x46\x0a\x01w*A\x09\0\0\0\0\0\0\0\0\x11\0\0\0\0\0\0\0\0\x19\0\0\0\0\0\0\0\0\x21\0\0\0\0\0\0\0\0"
          "\x29\0\0\0\0\0\0\0\0\x32\x08\xff\xff\xff\xff\xff\xff\xef\x7f\x3a\x08\0\0\0\0\0\0\0\0"s);
}

TEST_CASE("an event file begins with its version, and events have a time and a step", "[io]") {
    const temporary_directory directory;
    auto events = event_file::create(directory / "runs/first");
    REQUIRE(events);
    CHECK(events->path().filename().string().starts_with("events.out.tfevents.1"));
    events->write(300, event_summary().scalar("a", 1).scalar("b", 2));
    CHECK(events->complaint().empty());
    const std::string bytes = contents(events->path());
    CHECK(bytes.find("\x1a\x0d"
                     "brain.Event:2") == 8 + 4 + 9);
    const auto records = parsed(bytes);
    REQUIRE(records.size() == 2);
    REQUIRE(records[0].size() == 2);
    CHECK(records[0][0].first == 1);
    REQUIRE(records[1].size() == 3);
    const double age = std::chrono::duration<double>(event_file::clock::now().time_since_epoch()).count() -
                       std::bit_cast<double>(records[1][0].second);
    CHECK(age >= 0);
    CHECK(age < 600);
    CHECK(records[1][1] == std::pair<std::uint64_t, std::uint64_t>{2, 300});
    CHECK(records[1][2] == std::pair<std::uint64_t, std::uint64_t>{5, 20}); // two values of 2 + 8 bytes
}

TEST_CASE("an event file is what protoc and an independent checksum make of it", "[io]") {
    const temporary_directory directory;
    auto events = event_file::create(directory / "run");
    REQUIRE(events);
    value_histogram weights;
    for (const double value : {-1.0, 0.5, 0.75})
        weights.add(value);
    events->restart(1);
    events->write(1, event_summary().scalar("training/cost", 0.25f));
    events->write(200, event_summary().scalar("broken\xFF", 3).histogram("weights", weights));
    const auto [status, output] = run_python(__FILE__, "read_events.py", events->path());
    if (status == 77) {
        WARN("SKIPPED: " << output);
        return;
    }
    CHECK(status == 0);
    CHECK(output == R"(file_version: "brain.Event:2"
step: 1
session_log {
  status: START
}
step: 1
summary {
  value {
    tag: "training/cost"
    simple_value: 0.25
  }
}
step: 200
summary {
  value {
    tag: "broken\357\277\275"
    simple_value: 3
  }
  value {
    tag: "weights"
    histo {
      min: -1
      max: 0.75
      num: 3
      sum: 0.25
      sum_squares: 1.8125
      bucket_limit: -1.0089710279437536
      bucket_limit: -0.917246389039776
      bucket_limit: 0.47069243095356195
      bucket_limit: 0.5177616740489182
      bucket_limit: 0.6891407881591103
      bucket_limit: 0.7580548669750213
      bucket_limit: 1.7976931348623157e+308
      bucket: 0
      bucket: 1
      bucket: 0
      bucket: 1
      bucket: 0
      bucket: 1
      bucket: 0
    }
  }
}
)");
}

TEST_CASE("several event files stand side by side", "[io]") {
    const temporary_directory directory;
    const auto first = event_file::create(directory / "run");
    const auto second = event_file::create(directory / "run");
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->path() != second->path());
    CHECK(contents(first->path()).size() == contents(second->path()).size());
}

TEST_CASE("a directory that cannot be made is said in words", "[io]") {
    const temporary_directory directory;
    REQUIRE(log_file::create(directory / "file"));
    const auto events = event_file::create(directory / "file/run");
    REQUIRE(!events);
    CHECK(events.error() == (directory / "file/run").string() + ": the directory cannot be made: Not a directory");
}

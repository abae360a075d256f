#pragma once
/// The files that TensorBoard reads.
///
/// A file is a sequence of TFRecords, each an 8-byte length, the masked CRC-32C of the length, the bytes, and the
/// masked CRC-32C of the bytes, all with the lowest byte first (tensorflow/core/lib/io/record_writer.h). The bytes are
/// an Event (tensorflow/core/util/event.proto): the first says the version, the others hold a Summary
/// (tensorflow/core/framework/summary.proto).

#include <trilobite/core/crc32c.hpp>
#include <trilobite/io/log_file.hpp>
#include <trilobite/io/protobuf.hpp>
#include <trilobite/io/utf8.hpp>
#include <trilobite/io/value_histogram.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <unistd.h>

namespace trilobite {

/// What is told of one step: named values. A tag's words before its first slash say under which heading it is shown.
class event_summary {
public:
    event_summary& scalar(std::string_view tag, float value) {
        message_.nested(1, tagged(tag).number(2, value));
        return *this;
    }

    event_summary& histogram(std::string_view tag, const value_histogram& values) {
        std::vector<double> limits, counts;
        values.for_each_bucket([&](double limit, std::size_t count) {
            limits.push_back(limit);
            counts.push_back(static_cast<double>(count));
        });
        protobuf::message proto;
        proto.number(1, values.smallest()).number(2, values.largest()).number(3, static_cast<double>(values.count()));
        proto.number(4, values.sum()).number(5, values.sum_of_squares()).numbers(6, limits).numbers(7, counts);
        message_.nested(1, tagged(tag).nested(5, proto));
        return *this;
    }

    const protobuf::message& message() const { return message_; }

private:
    static protobuf::message tagged(std::string_view tag) {
        protobuf::message value;
        value.text(1, text::printable(tag));
        return value;
    }

    protobuf::message message_;
};

namespace detail {

/// A checksum of data that hold checksums themselves: turned and shifted, so that it is not fooled by them.
constexpr std::uint32_t masked_crc32c(std::string_view bytes) {
    const std::uint32_t crc = crc32c(bytes);
    return (crc >> 15 | crc << 17) + 0xA282EAD8u;
}

inline std::string tf_record(std::string_view bytes) {
    std::string record;
    protobuf::append_little_endian(record, std::uint64_t{bytes.size()});
    protobuf::append_little_endian(record, masked_crc32c(record));
    record += bytes;
    protobuf::append_little_endian(record, masked_crc32c(bytes));
    return record;
}

inline std::string host_name() {
    std::array<char, 256> name{};
    const bool known = gethostname(name.data(), name.size() - 1) == 0;
    return known && name.front() != '\0' ? name.data() : "localhost";
}

}

/// An event file of its own in a directory, where TensorBoard takes all of them for one run.
class event_file {
public:
    using clock = std::chrono::system_clock;

    /// Makes the directory if need be. Fails where it or the file cannot be made.
    static result<event_file> create(const std::filesystem::path& directory) {
        std::error_code error;
        std::filesystem::create_directories(directory, error);
        if (error)
            return failure{directory.string() + ": the directory cannot be made: " + error.message()};
        const std::string name = "events.out.tfevents." + std::to_string(seconds()) + "." + detail::host_name() + "." +
                                 std::to_string(getpid()) + ".";
        // Several files of this process within one second.
        std::size_t number = 0;
        while (std::filesystem::exists(directory / (name + std::to_string(number)), error))
            ++number;
        result<log_file> file = log_file::create_new(directory / (name + std::to_string(number)));
        if (!file)
            return failure{file.error()};
        event_file events(std::move(*file));
        events.append(events.stamped().text(3, "brain.Event:2"));
        if (!events.complaint().empty())
            return failure{events.complaint()};
        return events;
    }

    /// step: on the horizontal axis of the curves, the epoch say.
    void write(std::size_t step, const event_summary& summary) {
        append(stamped().integer(2, step).nested(5, summary.message()));
    }

    /// A training goes on from here: what the directory's files have of that step and later ones is no longer shown.
    void restart(std::size_t step) {
        constexpr unsigned status = 1, start = 1;
        protobuf::message session_log;
        append(stamped().integer(2, step).nested(7, session_log.integer(status, start)));
    }

    const std::filesystem::path& path() const { return file_.path(); }

    /// Why an event could not be written; empty while all were.
    const std::string& complaint() const { return file_.complaint(); }

private:
    explicit event_file(log_file file) : file_(std::move(file)) {}

    static std::int64_t seconds() {
        return std::chrono::duration_cast<std::chrono::seconds>(clock::now().time_since_epoch()).count();
    }

    static protobuf::message stamped() {
        protobuf::message event;
        event.number(1, std::chrono::duration<double>(clock::now().time_since_epoch()).count());
        return event;
    }

    void append(const protobuf::message& event) { file_.append(detail::tf_record(event.bytes())); }

    log_file file_;
};

}

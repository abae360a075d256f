#pragma once

/// The records of a CSV file, one after the other, as RFC 4180 writes them.

#include <trilobite/data/gzip_file.hpp>
#include <trilobite/io/result.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite::data::detail {

/// The most fields that a record may have, beyond one for each byte that the file has on the disk. Names of columns,
/// all different, take two bytes each even where they are compressed (f0 to f65535, by gzip -9).
inline constexpr std::size_t csv_free_fields = 1024;

/// Reads a CSV file through a buffer. Fields stand between separators, records between line ends, LF or CRLF. A field
/// in quotes may hold both, and two quotes stand for one. Blanks around a field do not belong to it; those inside of
/// quotes do. Blank lines may only end the file. A byte order mark is skipped. Of a record its characters are kept, and
/// where its fields end.
class csv_records {
public:
    csv_records(gzip_file file, char separator)
        : file_(std::move(file)), separator_(static_cast<unsigned char>(separator)) {
        constexpr std::array<std::uint8_t, 3> byte_order_mark{0xEF, 0xBB, 0xBF};
        refill();
        if (std::ranges::equal(std::span(buffer_).first(std::min(end_, byte_order_mark.size())), byte_order_mark))
            next_ = byte_order_mark.size();
    }

    /// Goes to the next record; false at the end of the file. Fails with the number of the line, or where the file
    /// cannot be read further: what stands before it is not taken for a record.
    result<bool> advance() {
        const auto found = read_record();
        if (next_ == end_)
            if (std::string complaint = file_.complaint(); !complaint.empty())
                return failure{std::move(complaint)};
        return found;
    }

    /// How many fields the record has.
    std::size_t size() const { return ends_.size(); }

    /// One of them, until the next record is read.
    std::string_view field(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view(text_).substr(begin, ends_[i] - begin);
    }

    /// The number of the line in which the record begins.
    std::size_t line() const { return begin_; }

    static failure wrong(std::size_t line, const std::string& what) {
        return failure{"line " + std::to_string(line) + ": " + what};
    }

private:
    static constexpr int line_feed = '\n', end_of_file = -1;

    result<bool> read_record() {
        text_.clear();
        ends_.clear();
        begin_ = line_;
        int c = get();
        const bool blank_before = c == line_feed;
        while (c == line_feed)
            c = get();
        if (c == end_of_file)
            return false;
        if (blank_before)
            return wrong(begin_, "the line is blank, and others follow it");

        for (;; c = get()) {
            if (size() >= csv_free_fields && size() - csv_free_fields >= file_.size())
                return wrong(begin_, "expected at most " + std::to_string(size()) + " columns in a file of " +
                                         std::to_string(file_.size()) + " bytes, found more");
            while (is_blank(c))
                c = get();
            const auto after = c == '"' ? read_quoted() : read_plain(c);
            if (!after)
                return failure{after.error()};
            ends_.push_back(text_.size());
            if (*after != separator_)
                return true;
        }
    }

    /// The rest of a field that begins with c, and what ends it: a separator, a line feed or the end of the file.
    result<int> read_plain(int c) {
        const std::size_t begin = text_.size();
        for (; !ends_field(c); c = get()) {
            if (c == '"')
                return wrong(line_, "a quote in the middle of a field: expected the whole field in quotes");
            if (c == '\r')
                return wrong(line_, "a carriage return without a line feed");
            text_ += static_cast<char>(c);
            take_run();
        }
        while (text_.size() > begin && is_blank(text_.back()))
            text_.pop_back();
        return c;
    }

    /// The rest of a field whose opening quote has been read, and what ends it.
    result<int> read_quoted() {
        const std::size_t opened = line_;
        int c = get();
        for (; c != '"' || peek() == '"'; c = get()) {
            if (c == end_of_file)
                return wrong(opened, "a quote is never closed");
            if (c == '"')
                get();
            text_ += static_cast<char>(c);
        }
        do
            c = get();
        while (is_blank(c));
        if (!ends_field(c))
            return wrong(line_, "expected a separator or the end of the line after a quoted field");
        return c;
    }

    /// Takes what stands in the buffer before the next character that means something.
    void take_run() {
        const auto rest = std::span(buffer_).subspan(next_, end_ - next_);
        const auto end = std::ranges::find_if(
            rest, [&](int c) { return c == separator_ || c == line_feed || c == '\r' || c == '"'; });
        const auto length = static_cast<std::size_t>(end - rest.begin());
        text_.append(reinterpret_cast<const char*>(rest.data()), length);
        next_ += length;
    }

    bool is_blank(int c) const { return (c == ' ' || c == '\t') && c != separator_; }
    bool ends_field(int c) const { return c == separator_ || c == line_feed || c == end_of_file; }

    /// The next character, CRLF being one.
    int get() {
        int c = get_byte();
        if (c == '\r' && peek() == line_feed)
            c = get_byte();
        line_ += c == line_feed ? 1 : 0;
        return c;
    }
    int get_byte() {
        const int c = peek();
        next_ += c == end_of_file ? 0 : 1;
        return c;
    }
    int peek() {
        if (next_ == end_)
            refill();
        return next_ == end_ ? end_of_file : buffer_[next_];
    }
    void refill() {
        end_ = file_.read(buffer_);
        next_ = 0;
    }

    gzip_file file_;
    int separator_;
    std::string text_; ///< the fields of the record, one after the other
    std::vector<std::size_t> ends_;
    std::size_t line_ = 1, begin_ = 1;
    std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(std::size_t{1} << 16);
    std::size_t next_ = 0, end_ = 0;
};

}

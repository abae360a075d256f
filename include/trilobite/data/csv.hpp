#pragma once

/// Reader for tables of numbers in CSV files (RFC 4180), plain or compressed with gzip. Needs zlib.
///
/// It is strict, as what a network learns from should be: a sample that is misread is not noticed later. Numbers are
/// read by std::from_chars, correctly rounded and the same under every locale.

#include <trilobite/data/csv_records.hpp>
#include <trilobite/data/gzip_file.hpp>
#include <trilobite/io/result.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace trilobite::data {

/// How a CSV file is to be read.
struct csv_options {
    char separator = ',';
    std::vector<std::string> text = {}; ///< names of the columns that hold words, which become class numbers
    std::vector<std::string> missing = {"", "NA", "NaN", "nan", "?"}; ///< what stands where a value is not known
    std::optional<double> fill = {}; ///< what takes the place of missing numbers; without it they are refused
};

/// The most different words that a column may hold: what is beyond is no class, but a name or a remark.
inline constexpr std::size_t csv_max_categories = 65'536;

/// A table of numbers whose columns have names, all different.
template <std::floating_point T = float>
struct csv_table {
    std::vector<std::string> names;
    std::vector<T> values; ///< rows() x names.size(), row after row
    /// For each column its words in the order in which they first appear, the class number being the place here; none
    /// for a column of numbers.
    std::vector<std::vector<std::string>> categories;

    std::size_t rows() const { return names.empty() ? 0 : values.size() / names.size(); }

    /// Some columns, in the order given: rows() x wanted.size() values. Fails where there is no such column.
    result<std::vector<T>> columns(const std::vector<std::string>& wanted) const {
        std::vector<std::size_t> places;
        for (const std::string& name : wanted) {
            const auto place = place_of(name);
            if (!place)
                return failure{place.error()};
            places.push_back(*place);
        }
        std::vector<T> chosen;
        chosen.reserve(rows() * places.size());
        for (auto row = values.begin(); row != values.end(); row += static_cast<std::ptrdiff_t>(names.size()))
            for (const std::size_t place : places)
                chosen.push_back(row[static_cast<std::ptrdiff_t>(place)]);
        return chosen;
    }

    /// All columns but some, in the order of the file. Fails where there is no such column.
    result<std::vector<T>> columns_but(const std::vector<std::string>& unwanted) const {
        for (const std::string& name : unwanted)
            if (const auto place = place_of(name); !place)
                return failure{place.error()};
        std::vector<std::string> wanted;
        std::ranges::copy_if(names, std::back_inserter(wanted), [&](const std::string& name) {
            return std::ranges::find(unwanted, name) == unwanted.end();
        });
        return columns(wanted);
    }

    /// A column of words or of whole numbers as class numbers. Fails where a value is none.
    result<std::vector<std::uint32_t>> classes(const std::string& name) const {
        const auto column = columns({name});
        if (!column)
            return failure{column.error()};
        std::vector<std::uint32_t> numbers;
        numbers.reserve(column->size());
        for (const T value : *column) {
            // Every whole number up to this one is a T.
            const bool is_class = value >= 0 && value <= T(1 << 24) && std::floor(value) == value;
            if (!is_class)
                return failure{"column \"" + name + "\", row " + std::to_string(numbers.size() + 1) +
                               ": expected a class number, found " + std::to_string(value)};
            numbers.push_back(static_cast<std::uint32_t>(value));
        }
        return numbers;
    }

private:
    result<std::size_t> place_of(const std::string& name) const {
        const auto found = std::ranges::find(names, name);
        if (found != names.end())
            return static_cast<std::size_t>(found - names.begin());
        std::string all;
        for (const std::string& each : names)
            all += (all.empty() ? "\"" : ", \"") + each + "\"";
        return failure{"no column is called \"" + name + "\"; there are " + all};
    }
};

namespace detail {

/// The finite number that the whole of a text is; nothing where it is none, or too large for T.
template <class T>
std::optional<T> number(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    const char* const end = text.data() + text.size();
    T value{};
    auto read = std::from_chars(text.data(), end, value);
    if (read.ec == std::errc::result_out_of_range) {
        // Too large, or so small that it is as good as zero.
        long double wide = std::numeric_limits<long double>::infinity();
        read = std::from_chars(text.data(), end, wide);
        if (!(std::abs(wide) < 1))
            return std::nullopt;
        value = static_cast<T>(wide);
    }
    if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// A text for an error, which may have no end in the file.
inline std::string excerpt(std::string_view text) {
    constexpr std::size_t most = 40;
    return '"' + std::string(text.substr(0, most)) + (text.size() <= most ? "\"" : "...\"");
}

inline failure wrong_field(std::size_t line, std::string_view column, const std::string& what) {
    return csv_records::wrong(line, "column " + excerpt(column) + ": " + what);
}

/// The words of a column, numbered as they come.
struct csv_words {
    std::map<std::string, std::size_t, std::less<>> numbers;

    /// Takes them out one after the other, for they may be many.
    std::vector<std::string> take() {
        std::vector<std::string> words(numbers.size());
        while (!numbers.empty()) {
            auto node = numbers.extract(numbers.begin());
            words[node.mapped()] = std::move(node.key());
        }
        return words;
    }
};

/// The value of a field; fails in words that leave out where it stands. words: those of its column, none where it holds
/// numbers.
template <class T>
result<T> csv_value(std::string_view field, csv_words* words, const csv_options& options) {
    const bool missing = std::ranges::find(options.missing, field) != options.missing.end();
    if (missing && words == nullptr && options.fill)
        return static_cast<T>(*options.fill);
    if (missing)
        return failure{"the value is missing" + (field.empty() ? "" : ": found " + excerpt(field))};
    if (words != nullptr) {
        auto found = words->numbers.find(field);
        if (found == words->numbers.end() && words->numbers.size() == csv_max_categories)
            return failure{"expected at most " + std::to_string(csv_max_categories) + " different words, found more"};
        if (found == words->numbers.end())
            found = words->numbers.emplace(field, words->numbers.size()).first;
        return static_cast<T>(found->second);
    }
    if (const auto found = number<T>(field))
        return *found;
    return failure{"expected a number, found " + excerpt(field)};
}

/// A field that stands twice in the record; it is a view of it.
inline std::optional<std::string_view> repeated_field(const csv_records& record) {
    std::vector<std::string_view> sorted;
    sorted.reserve(record.size());
    for (std::size_t i = 0; i < record.size(); ++i)
        sorted.push_back(record.field(i));
    std::ranges::sort(sorted);
    const auto twice = std::ranges::adjacent_find(sorted);
    return twice == sorted.end() ? std::nullopt : std::optional(*twice);
}

/// The table in an open file. The errors leave out the file's name, which `read_csv` adds.
template <class T>
result<csv_table<T>> read_csv_stream(gzip_file file, const csv_options& options) {
    csv_records records(std::move(file), options.separator);
    const auto has_header = records.advance();
    if (!has_header)
        return failure{has_header.error()};
    if (!*has_header)
        return failure{"the file is empty: expected the names of the columns"};

    csv_table<T> table;
    if (const auto twice = repeated_field(records))
        return csv_records::wrong(1, "two columns are called " + excerpt(*twice));
    const std::size_t columns = records.size();
    table.names.reserve(columns);
    for (std::size_t i = 0; i < columns; ++i)
        table.names.emplace_back(records.field(i));
    std::vector<std::unique_ptr<csv_words>> words(columns);
    for (const std::string& name : options.text) {
        const auto found = std::ranges::find(table.names, name);
        if (found == table.names.end())
            return csv_records::wrong(1, "expected a column of words called " + excerpt(name) + ", found none");
        words[static_cast<std::size_t>(found - table.names.begin())] = std::make_unique<csv_words>();
    }

    for (;;) {
        const auto goes_on = records.advance();
        if (!goes_on)
            return failure{goes_on.error()};
        if (!*goes_on)
            break;
        if (records.size() != columns)
            return csv_records::wrong(records.line(), "expected " + std::to_string(columns) +
                                                          " fields, as in the header, found " +
                                                          std::to_string(records.size()));
        for (std::size_t i = 0; i < columns; ++i) {
            const auto value = csv_value<T>(records.field(i), words[i].get(), options);
            if (!value)
                return wrong_field(records.line(), table.names[i], value.error());
            table.values.push_back(*value);
        }
    }
    table.categories.resize(columns);
    for (std::size_t i = 0; i < columns; ++i)
        if (words[i] != nullptr)
            table.categories[i] = words[i]->take();
    return table;
}

}

/// Reads a CSV file whose first line names the columns, plain or gzip whatever its name is.
///
/// Fails, with the file's name, the line, the column, what was expected and what was found, when the file is missing, a
/// directory, or empty; when two columns have the same name; when a record has not as many fields as there are names, a
/// field is no finite number, or a value is missing; when quotes are not as RFC 4180 has them; when a gzip stream
/// breaks off, inflates to more than 1 MiB and 32 times the file's size, or to more columns than the file has bytes,
/// and 1,024. A record that spans several lines is named by its first.
///
/// Memory is at most three times that of the values, which grow by doubling, or what names and the words that are
/// classes take, 90 bytes for each column and 120 for each different word: 48 times the size of a plain file, 3
/// sizeof(T) times what a compressed one inflates to.
template <std::floating_point T = float>
result<csv_table<T>> read_csv(const std::filesystem::path& path, const csv_options& options = {}) {
    const auto named = [&](const std::string& why) { return failure{path.string() + ": " + why}; };
    auto file = detail::gzip_file::open(path, "a CSV file");
    if (!file)
        return named(file.error());
    auto table = detail::read_csv_stream<T>(*std::move(file), options);
    if (!table)
        return named(table.error());
    return table;
}

}

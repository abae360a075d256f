#pragma once
/// A training as bytes.
///
///     bytes
///     8      89 54 52 43 4B 50 0D 0A
///     4      version of the format, 1
///     4      CRC-32C of all that follows
///     8      bytes of the whole
///     8      epochs that are over
///     8, n   which training it is of, in words, and their length
///     ...    numbers (checkpoint/kept.hpp)
///
/// Whole numbers have 8 bytes, others as many as where they stand; the lowest comes first. Nothing depends on the width
/// of registers: a training may go on elsewhere.

#include <trilobite/checkpoint/kept.hpp>
#include <trilobite/io/result.hpp>
#include <trilobite/network/binary.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace trilobite::detail {

inline constexpr std::string_view checkpoint_magic = "\x89TRCKP\r\n";
inline constexpr std::uint32_t checkpoint_version = 1;
inline constexpr std::size_t checkpoint_header = 40;

inline std::string written_number(std::uint64_t n, int base = 10) {
    std::array<char, 32> digits;
    return std::string(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), n, base).ptr);
}

/// What a training is of, so that another is told from it: all that its bits depend on beside data and cost.
template <class Point>
std::string words_of_training(const Point& here) {
    std::string words(trained_architecture<typename Point::net_type>);
    words += " (" + written_number(architecture_hash<typename Point::net_type>, 16) + ") of " +
             std::string(type_name<typename Point::value_type>) + ", by " +
             std::string(type_name<typename Point::optimizer_type>);
    const auto visit = [&]<class C>(const C&) {
        if constexpr (Keeps<C>)
            words += ", " + std::string(template_name<C>);
    };
    std::apply([&](auto&... callbacks) { (visit(callbacks), ...); }, here.callbacks);
    return words + ", from " + std::to_string(here.samples) + " samples in mini-batches of " +
           std::to_string(here.batch) + ", seed " + std::to_string(here.state.seed);
}

/// How a number is written.
template <class N>
using written_as = std::conditional_t<std::floating_point<N>, N, std::uint64_t>;

template <class Point>
std::string checkpoint_of(Point& here) {
    const std::string words = words_of_training(here);
    std::size_t numbers = 0;
    for_each_kept_of_training([&]<class N>(N) { numbers += sizeof(written_as<N>); }, here);

    std::string bytes(checkpoint_header + words.size() + numbers, '\0');
    std::byte* to = std::as_writable_bytes(std::span(bytes)).data();
    std::ranges::copy(checkpoint_magic, bytes.begin());
    put(to + 8, checkpoint_version);
    put(to + 16, std::uint64_t{bytes.size()});
    put(to + 24, std::uint64_t{here.past.epochs.size()});
    put(to + 32, std::uint64_t{words.size()});
    std::ranges::copy(words, bytes.begin() + checkpoint_header);
    std::byte* next = to + checkpoint_header + words.size();
    for_each_kept_of_training(
        [&]<class N>(N number) {
            put(next, static_cast<written_as<N>>(number));
            next += sizeof(written_as<N>);
        },
        here);
    put(to + 12, crc32c(std::string_view(bytes).substr(16)));
    return bytes;
}

/// Brings a training that has not begun to where another was. All or nothing: everything is checked before anything is
/// changed.
template <class Point>
result<std::size_t> resume_from(std::span<const std::byte> file, Point& here) {
    const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
    const auto differs = [](const std::string& what, const auto& expected, const auto& found) {
        return failure{what + ": expected " + expected + ", found " + found};
    };
    if (bytes.size() < checkpoint_header)
        return differs("the checkpoint is truncated", written_number(checkpoint_header) + " bytes at least",
                       written_number(bytes.size()));
    if (!bytes.starts_with(checkpoint_magic))
        return failure{"this is no checkpoint of a training"};
    const std::byte* from = file.data();
    if (const auto version = get<std::uint32_t>(from + 8); version != checkpoint_version)
        return differs("the checkpoint is in another version of the format", written_number(checkpoint_version),
                       written_number(version));
    if (const auto size = get<std::uint64_t>(from + 16); size != bytes.size())
        return differs("the checkpoint is not whole", written_number(size) + " bytes", written_number(bytes.size()));
    const std::uint32_t written = get<std::uint32_t>(from + 12), sum = crc32c(bytes.substr(16));
    if (written != sum)
        return differs("the checkpoint is damaged: its checksum is wrong", written_number(written, 16),
                       written_number(sum, 16));

    const auto epochs = get<std::uint64_t>(from + 24), length = get<std::uint64_t>(from + 32);
    const std::string_view words = bytes.substr(checkpoint_header, length);
    if (const std::string own = words_of_training(here); own != words)
        return differs("the checkpoint is of another training", own, std::string(words));
    std::size_t numbers = 0, per_epoch = 0;
    const auto count = [](std::size_t& sum_of) { return [&]<class N>(N) { sum_of += sizeof(written_as<N>); }; };
    epoch_record<typename Point::value_type> record;
    for_each_kept_of_training(count(numbers), here);
    for_each_kept_of_epoch(count(per_epoch), record);
    const std::size_t room = bytes.size() - checkpoint_header - words.size();
    if (room < numbers || (room - numbers) / per_epoch != epochs || (room - numbers) % per_epoch != 0)
        return differs("a layer, an optimizer or a callback has changed",
                       written_number(numbers) + " bytes and " + written_number(per_epoch) + " for each of " +
                           written_number(epochs) + " epochs",
                       written_number(room));

    here.past.epochs.resize(epochs);
    from += checkpoint_header + words.size();
    for_each_kept_of_training(
        [&]<class N>(N& kept) {
            kept = static_cast<N>(get<written_as<N>>(from));
            from += sizeof(written_as<N>);
        },
        here);
    return here.past.epochs.size();
}

}

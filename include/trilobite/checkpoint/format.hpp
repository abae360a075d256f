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
#include <trilobite/network/architecture.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
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
    using net_type = typename Point::net_type;
    std::string words;
    const auto add = [&](std::initializer_list<std::string_view> parts) {
        for (const std::string_view part : parts)
            words += part;
    };
    add({trained_architecture<net_type>, " (", written_number(architecture_hash<net_type>, 16), ") of ",
         type_name<typename Point::value_type>, ", by ", type_name<typename Point::optimizer_type>});
    for_each_callback(here, [&]<class C>(C&) {
        if constexpr (Keeps<C>)
            add({", ", template_name<C>});
    });
    add({", from ", written_number(here.samples), " samples in mini-batches of ", written_number(here.batch), ", seed ",
         written_number(here.state.seed)});
    return words;
}

/// A checkpoint without its checksum and its numbers, for which there is room at its end.
inline std::string begun_checkpoint(std::string_view words, std::size_t epochs, std::size_t numbers) {
    std::string bytes(checkpoint_header + words.size() + numbers, '\0');
    std::byte* const to = std::as_writable_bytes(std::span(bytes)).data();
    std::ranges::copy(checkpoint_magic, bytes.begin());
    put(to + 8, checkpoint_version);
    put(to + 16, std::uint64_t{bytes.size()});
    put(to + 24, std::uint64_t{epochs});
    put(to + 32, std::uint64_t{words.size()});
    std::ranges::copy(words, bytes.begin() + checkpoint_header);
    return bytes;
}

template <class Point>
std::string checkpoint_of(Point& here) {
    kept_size numbers;
    visit_kept_of_training(numbers, here);
    std::string bytes = begun_checkpoint(words_of_training(here), here.past.epochs.size(), numbers.bytes);
    std::byte* const to = std::as_writable_bytes(std::span(bytes)).data();
    kept_writer writer(to + bytes.size() - numbers.bytes);
    visit_kept_of_training(writer, here);
    put(to + 12, crc32c(std::string_view(bytes).substr(16)));
    return bytes;
}

/// What bytes are, that are a sound checkpoint of a training in these words.
struct checkpoint_parts {
    std::size_t epochs;       ///< that are over
    const std::byte* numbers; ///< to the end
};

/// numbers, per_epoch: bytes of the training's numbers, and of those of each epoch that is over.
inline result<checkpoint_parts> check_checkpoint(std::span<const std::byte> file, const std::string& own_words,
                                                 std::size_t numbers, std::size_t per_epoch) {
    const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
    const auto differs = [](std::string_view what, const std::string& expected, const std::string& found) {
        return failure{std::string(what).append(": expected ").append(expected).append(", found ").append(found)};
    };
    if (bytes.size() < checkpoint_header)
        return differs("the checkpoint is truncated", written_number(checkpoint_header) + " bytes at least",
                       written_number(bytes.size()));
    if (!bytes.starts_with(checkpoint_magic))
        return failure{"this is no checkpoint of a training"};
    const std::byte* const from = file.data();
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
    if (own_words != words)
        return differs("the checkpoint is of another training", own_words, std::string(words));
    const std::size_t room = bytes.size() - checkpoint_header - words.size();
    if (room < numbers || (room - numbers) / per_epoch != epochs || (room - numbers) % per_epoch != 0)
        return differs("a layer, an optimizer or a callback has changed",
                       written_number(numbers) + " bytes and " + written_number(per_epoch) + " for each of " +
                           written_number(epochs) + " epochs",
                       written_number(room));
    return checkpoint_parts{epochs, from + checkpoint_header + words.size()};
}

/// Brings a training that has not begun to where another was. All or nothing: everything is checked before anything is
/// changed.
template <class Point>
result<std::size_t> resume_from(std::span<const std::byte> file, Point& here) {
    kept_size numbers, per_epoch;
    epoch_record<typename Point::value_type> record;
    visit_kept_of_training(numbers, here);
    visit_kept_of_epoch(per_epoch, record);
    const auto parts = check_checkpoint(file, words_of_training(here), numbers.bytes, per_epoch.bytes);
    if (!parts)
        return failure{parts.error()};
    here.past.epochs.resize(parts->epochs);
    kept_reader reader(parts->numbers);
    visit_kept_of_training(reader, here);
    return parts->epochs;
}

}

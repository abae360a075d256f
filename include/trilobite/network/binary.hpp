#pragma once
/// A network as bytes, for files and flash: 36 bytes and the values.
///
///     offset  bytes
///     0       8      89 54 52 49 4C 4F 0D 0A: not text, and changed by what takes it for text
///     8       4      version of the format, 1
///     12      4      bits of a value: 32 or 64, of IEEE 754
///     16      8      architecture_hash
///     24      8      number of values
///     32      n      values (network/values.hpp)
///     32 + n  4      CRC-32C of all that stands before
///
/// All numbers have the lowest byte first, on every machine. Nothing is allocated, and bytes may have any alignment.

#include <trilobite/core/crc32c.hpp>
#include <trilobite/network/architecture.hpp>
#include <trilobite/network/values.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace trilobite {

namespace detail {

inline constexpr std::array<unsigned char, 8> binary_magic{0x89, 'T', 'R', 'I', 'L', 'O', '\r', '\n'};
inline constexpr std::size_t binary_header = 32, binary_checksum = 4;
inline constexpr std::uint32_t binary_version = 1;

/// The bits of a number, the lowest byte first.
template <class T>
constexpr void put(std::byte* to, T value) {
    const auto bits = std::bit_cast<bits_of<T>>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i)
        to[i] = static_cast<std::byte>(bits >> 8 * i & 0xff);
}
template <class T>
constexpr T get(const std::byte* from) {
    bits_of<T> bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bits |= static_cast<bits_of<T>>(from[i]) << 8 * i;
    return std::bit_cast<T>(bits);
}

}

/// The size of a network's binary.
template <class Net>
inline constexpr std::size_t
    binary_bytes = detail::binary_header +
                   Net::parameter_count * sizeof(typename Net::value_type) + detail::binary_checksum;

/// Why bytes are not the network that was asked for.
enum class load_error : std::uint8_t {
    none,
    too_short,          ///< sizes, in bytes
    too_long,           ///< sizes, in bytes
    foreign,            ///< no binary of a network
    other_version,      ///< versions of the format
    damaged,            ///< checksums
    other_architecture, ///< hashes
    other_type,         ///< bits of a value
    other_count         ///< numbers of values, of networks in the same words: a layer of one's own has changed
};

/// What came of loading: the error, what was expected, and what was found instead.
struct load_status {
    load_error error = load_error::none;
    std::uint64_t expected = 0, found = 0;

    constexpr explicit operator bool() const { return error == load_error::none; }
};

namespace detail {

struct error_words {
    std::string_view what, unit;
    unsigned base = 10;
};
inline constexpr error_words words_of_error[]{
    {"loaded", ""},
    {"the network is truncated", " bytes"},
    {"something follows the network", " bytes"},
    {"this is no network in Trilobite's binary format", ""},
    {"the format is another version", ""},
    {"the network is damaged: its checksum is wrong", "", 16},
    {"this is another network: its architecture has another hash", "", 16},
    {"the values are of another type", " bits"},
    {"a layer has another number of parameters", " values"},
};

}

/// A status as a sentence for people, without a heap: a std::string_view can be had of it.
constexpr auto describe(const load_status& status) {
    const auto& said = detail::words_of_error[static_cast<std::size_t>(status.error)];
    detail::bounded_text<160> text;
    text.append(said.what);
    if (status.expected != status.found) {
        text.append(": expected ");
        text.append_number(status.expected, said.base);
        text.append(said.unit);
        text.append(", found ");
        text.append_number(status.found, said.base);
    }
    return text;
}

namespace detail {

/// Whether bytes are a network of this type, whole and sound.
template <class Net>
constexpr load_status check_binary(std::span<const std::byte> bytes) {
    using enum load_error;
    constexpr std::size_t least = binary_header + binary_checksum;
    if (bytes.size() < least)
        return {too_short, least, bytes.size()};
    for (std::size_t i = 0; i < binary_magic.size(); ++i)
        if (bytes[i] != static_cast<std::byte>(binary_magic[i]))
            return {foreign};
    const auto version = get<std::uint32_t>(&bytes[8]), bits = get<std::uint32_t>(&bytes[12]);
    if (version != binary_version)
        return {other_version, binary_version, version};
    // What the bytes say of themselves is believed when their checksum is right; for that their end must be known.
    const auto count = get<std::uint64_t>(&bytes[24]);
    const std::size_t room = bytes.size() - least;
    if ((bits != 32 && bits != 64) || count > UINT64_MAX / 8 - least) // such a size no network has
        return {damaged};
    const std::uint64_t values = count * (bits / 8);
    if (values != room)
        return {values > room ? too_short : too_long, least + values, bytes.size()};
    const std::size_t end = bytes.size() - binary_checksum;
    const std::uint32_t written = get<std::uint32_t>(&bytes[end]), sum = crc32c(bytes.first(end));
    if (written != sum)
        return {damaged, written, sum};
    const auto hash = get<std::uint64_t>(&bytes[16]);
    if (hash != architecture_hash<Net>)
        return {other_architecture, architecture_hash<Net>, hash};
    if (bits != 8 * sizeof(typename Net::value_type))
        return {other_type, 8 * sizeof(typename Net::value_type), bits};
    if (count != Net::parameter_count)
        return {other_count, Net::parameter_count, count};
    return {};
}

}

/// Writes a network as bytes.
template <class Net>
constexpr void save(const Net& net, std::span<std::byte, binary_bytes<Net>> bytes) {
    using T = typename Net::value_type;
    for (std::size_t i = 0; i < detail::binary_magic.size(); ++i)
        bytes[i] = static_cast<std::byte>(detail::binary_magic[i]);
    detail::put(&bytes[8], detail::binary_version);
    detail::put(&bytes[12], static_cast<std::uint32_t>(8 * sizeof(T)));
    detail::put(&bytes[16], architecture_hash<Net>);
    detail::put(&bytes[24], std::uint64_t{Net::parameter_count});
    std::byte* to = &bytes[detail::binary_header];
    for_each_row(net, [&](auto row) {
        for (const T& value : row) {
            detail::put(to, value);
            to += sizeof(T);
        }
    });
    detail::put(to, crc32c(bytes.template first<binary_bytes<Net> - detail::binary_checksum>()));
}

/// Gives a network the values of one that was saved. All or nothing: where the bytes are not exactly a sound network of
/// the same architecture and type, the network stays as it is.
template <class Net>
constexpr load_status load(Net& net, std::span<const std::byte> bytes) {
    using T = typename Net::value_type;
    const load_status status = detail::check_binary<Net>(bytes);
    if (status) {
        const std::byte* from = &bytes[detail::binary_header];
        for_each_row(net, [&](auto row) {
            for (T& value : row) {
                value = detail::get<T>(from);
                from += sizeof(T);
            }
        });
    }
    return status;
}

}

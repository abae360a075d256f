#pragma once
/// CRC-32C, the checksum of iSCSI and of TensorFlow's record files.
/// (Castagnoli, Braeuer, Herrmann 1993; RFC 3720, appendix B.4.)

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace trilobite {

namespace detail {

/// What each value of a byte does to the register: division by the polynomial 0x1EDC6F41, its bits turned round.
inline constexpr auto crc32c_of_byte = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t rest = byte;
        for (int bit = 0; bit < 8; ++bit)
            rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0x82F63B78u : 0u);
        table[byte] = rest;
    }
    return table;
}();

constexpr std::uint32_t crc32c_of(const auto& bytes) {
    std::uint32_t rest = 0xFFFFFFFFu;
    for (const auto byte : bytes)
        rest = crc32c_of_byte[(rest ^ static_cast<unsigned char>(byte)) & 0xFFu] ^ (rest >> 8);
    return ~rest;
}

}

constexpr std::uint32_t crc32c(std::span<const std::byte> bytes) {
    return detail::crc32c_of(bytes);
}
constexpr std::uint32_t crc32c(std::string_view bytes) {
    return detail::crc32c_of(bytes);
}

static_assert(crc32c("123456789") == 0xE3069283u);

}

#pragma once
/// Protocol buffers, as far as writing goes: the wire format of a message, field by field.
/// (Google, "Protocol Buffers: Encoding".)

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace trilobite::protobuf {

/// Appends a number with its lowest byte first.
template <std::unsigned_integral T>
void append_little_endian(std::string& bytes, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes += static_cast<char>(value >> (8 * i) & 0xFFu);
}

/// One message: its fields in the order in which they are added, by the numbers that its .proto file gives them.
class message {
public:
    /// int64 and the other integers that are varints: seven bits a byte, the lowest first.
    message& integer(unsigned field, std::uint64_t value) {
        key(field, 0);
        varint(value);
        return *this;
    }
    message& number(unsigned field, double value) {
        key(field, 1);
        append_little_endian(bytes_, std::bit_cast<std::uint64_t>(value));
        return *this;
    }
    message& number(unsigned field, float value) {
        key(field, 5);
        append_little_endian(bytes_, std::bit_cast<std::uint32_t>(value));
        return *this;
    }
    message& text(unsigned field, std::string_view words) {
        key(field, 2);
        varint(words.size());
        bytes_ += words;
        return *this;
    }
    message& nested(unsigned field, const message& inner) { return text(field, inner.bytes_); }

    /// repeated double, packed.
    message& numbers(unsigned field, std::span<const double> values) {
        key(field, 2);
        varint(values.size() * sizeof(double));
        for (const double value : values)
            append_little_endian(bytes_, std::bit_cast<std::uint64_t>(value));
        return *this;
    }

    const std::string& bytes() const { return bytes_; }

private:
    void key(unsigned field, unsigned wire_type) { varint(field << 3 | wire_type); }
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7)
            bytes_ += static_cast<char>((value & 0x7F) | 0x80);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

}

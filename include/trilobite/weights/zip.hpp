#pragma once
/// Zip archives, as far as .npz files need them: whole in memory, stored or deflated, below 4 GiB. Needs zlib.
///
/// What libzip and minizip could do beyond is not wanted here, and neither is a library that must be linked beside
/// zlib.
///
/// An archive is: for each entry a local header and its data; the directory, a header for each entry; the end, which
/// says where the directory is. All numbers have their lowest byte first.  (PKWARE, APPNOTE.TXT 6.3.3, section 4.3)

#include <trilobite/io/result.hpp>
#include <trilobite/weights/element.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

namespace trilobite::detail {

/// What the directory says of an entry, and its data in the archive.
struct zip_entry {
    std::string name;
    bool deflated;
    std::uint32_t checksum; ///< CRC-32 of what was packed
    std::size_t size;       ///< its bytes
    std::span<const std::byte> packed;
};

inline constexpr std::size_t zip_local_size = 30, zip_directory_size = 46, zip_end_size = 22;
inline constexpr std::string_view zip_local{"PK\3\4"}, zip_directory{"PK\1\2"}, zip_end{"PK\5\6"};

inline std::uint16_t zip_u16(std::span<const std::byte> bytes, std::size_t at) {
    return bits_at<std::uint16_t>(bytes.data() + at, std::endian::little);
}
inline std::uint32_t zip_u32(std::span<const std::byte> bytes, std::size_t at) {
    return bits_at<std::uint32_t>(bytes.data() + at, std::endian::little);
}
inline std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline std::uint32_t zip_checksum(std::span<const std::byte> bytes) {
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

/// Where the end of the archive begins, or where the archive ends if there is none. After it there is but a comment.
inline std::size_t zip_end_of(std::span<const std::byte> archive) {
    constexpr std::size_t longest_comment = 0xffff;
    for (std::size_t back = zip_end_size; back <= std::min(archive.size(), zip_end_size + longest_comment); ++back) {
        const std::size_t at = archive.size() - back;
        if (text_of(archive).substr(at, 4) == zip_end && zip_u16(archive, at + 20) == back - zip_end_size)
            return at;
    }
    return archive.size();
}

/// An entry's data, whose local header begins at `at` and which end before `end`.
inline result<std::span<const std::byte>> zip_data(std::span<const std::byte> before_directory, std::size_t at,
                                                   const std::string& name, std::size_t size) {
    if (at > before_directory.size() || before_directory.size() - at < zip_local_size)
        return failure{"its local header is not before the directory"};
    const auto local = before_directory.subspan(at);
    const std::size_t begin = zip_local_size + zip_u16(local, 26) + zip_u16(local, 28);
    if (!text_of(local).starts_with(zip_local) || begin > local.size() ||
        text_of(local).substr(zip_local_size, zip_u16(local, 26)) != name)
        return failure{"there is no local header where the directory says"};
    if (local.size() - begin < size)
        return failure{"its data are truncated: expected " + std::to_string(size) + " bytes, found " +
                       std::to_string(local.size() - begin)};
    return local.subspan(begin, size);
}

/// The entries of an archive. They refer to its bytes.
inline result<std::vector<zip_entry>> zip_entries(std::span<const std::byte> archive) {
    if (!text_of(archive).starts_with(zip_local) && !text_of(archive).starts_with(zip_end))
        return failure{"not a zip archive: expected it to begin with PK"};
    const std::size_t end = zip_end_of(archive);
    if (end == archive.size())
        return failure{"the archive is truncated: it has no end of a directory"};
    const std::size_t count = zip_u16(archive, end + 10), begin = zip_u32(archive, end + 16);
    if (zip_u16(archive, end + 4) != 0 || zip_u16(archive, end + 8) != count)
        return failure{"the archive is one of several parts, which are not read"};
    if (count == 0xffff || begin == 0xffffffff)
        return failure{"the archive is larger than 4 GiB or has more than 65534 entries (zip64), which is not read"};
    if (begin > end)
        return failure{"the directory begins at byte " + std::to_string(begin) + ", but the archive's end at " +
                       std::to_string(end)};

    std::vector<zip_entry> entries;
    std::set<std::string> names;
    auto rest = archive.subspan(begin, end - begin);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t fixed = rest.size() < zip_directory_size ? 0 : zip_directory_size;
        const std::size_t length = fixed == 0 ? 0 : fixed + zip_u16(rest, 28) + zip_u16(rest, 30) + zip_u16(rest, 32);
        if (fixed == 0 || !text_of(rest).starts_with(zip_directory) || rest.size() < length)
            return failure{"the directory is truncated: expected " + std::to_string(count) + " entries, found " +
                           std::to_string(i)};
        zip_entry entry{std::string(text_of(rest).substr(fixed, zip_u16(rest, 28))),
                        zip_u16(rest, 10) == 8,
                        zip_u32(rest, 16),
                        zip_u32(rest, 24),
                        {}};
        const auto wrong = [&](const std::string& what) { return failure{"entry " + entry.name + ": " + what}; };
        const std::size_t packed_size = zip_u32(rest, 20);
        if (!names.insert(entry.name).second)
            return wrong("it is there twice");
        if ((zip_u16(rest, 8) & 1) != 0)
            return wrong("it is encrypted");
        if (!entry.deflated && zip_u16(rest, 10) != 0)
            return wrong("expected it stored (0) or deflated (8), found method " + std::to_string(zip_u16(rest, 10)));
        if (entry.size == 0xffffffff || packed_size == 0xffffffff)
            return wrong("it is larger than 4 GiB (zip64), which is not read");
        if (!entry.deflated && packed_size != entry.size)
            return wrong("stored, but of two sizes, " + std::to_string(packed_size) + " and " +
                         std::to_string(entry.size));
        // Deflate makes at most 1,032 bytes of one. What is said here is what memory will be set aside for.
        if (entry.deflated && entry.size / 1032 > packed_size)
            return wrong(std::to_string(packed_size) + " deflated bytes cannot be " + std::to_string(entry.size));
        const auto data = zip_data(archive.first(begin), zip_u32(rest, 42), entry.name, packed_size);
        if (!data)
            return wrong(data.error());
        entry.packed = *data;
        entries.push_back(std::move(entry));
        rest = rest.subspan(length);
    }
    return entries;
}

/// What was packed, either where it stands in the archive or in `room`. The room grows with what comes out, whatever
/// the directory says. signature: what the bytes must begin with; of others only the first few are inflated.
inline result<std::span<const std::byte>> unzipped(const zip_entry& entry, std::vector<std::byte>& room,
                                                   std::string_view signature = {}) {
    const auto wrong = [&](const std::string& what) { return failure{"entry " + entry.name + ": " + what}; };
    std::span<const std::byte> bytes = entry.packed;
    if (entry.deflated) {
        z_stream stream{};
        if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
            return wrong("zlib does not begin");
        const std::unique_ptr<z_stream, int (*)(z_stream*)> ends(&stream, inflateEnd);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(entry.packed.data()));
        stream.avail_in = static_cast<uInt>(entry.packed.size());
        constexpr std::size_t first_piece = 4096;
        const std::size_t most = entry.size + 1; // one more, which must stay
        int status = Z_OK;
        for (std::size_t made = 0; status == Z_OK && made == stream.total_out && made < most; made = room.size()) {
            if (made != 0 && !text_of(room).starts_with(signature))
                break;
            room.resize(std::min(most, std::max(first_piece, 2 * made)));
            stream.next_out = reinterpret_cast<Bytef*>(room.data() + made);
            stream.avail_out = static_cast<uInt>(room.size() - made);
            status = inflate(&stream, Z_NO_FLUSH);
        }
        const bool complete = status == Z_STREAM_END && stream.total_out == entry.size && stream.avail_in == 0;
        bytes = std::span(room).first(std::min<std::size_t>(stream.total_out, entry.size));
        if (!complete && text_of(bytes).starts_with(signature))
            return wrong("the deflated data are corrupt");
    }
    if (!text_of(bytes).starts_with(signature))
        return wrong("it does not begin as such a file does");
    if (zip_checksum(bytes) != entry.checksum)
        return wrong("the checksum is wrong");
    return bytes;
}

/// Writes an archive, entry by entry, in the order in which they come.
class zip_writer {
public:
    explicit zip_writer(bool deflates) : deflates_(deflates) {}

    void add(const std::string& name, std::string_view bytes) {
        const std::string packed = deflates_ ? deflated(bytes) : std::string();
        const std::string_view data = deflates_ ? std::string_view(packed) : bytes;
        largest_ = std::max({largest_, data.size(), bytes.size(), archive_.size()});
        std::string header;
        put(header, 20, 2);                // the version that is needed: 2.0
        put(header, 0, 2);                 // flags
        put(header, deflates_ ? 8 : 0, 2); // the method
        put(header, 0, 2);                 // time and
        put(header, 0x21, 2);              // date, always the first of January 1980
        put(header, zip_checksum(std::as_bytes(std::span(bytes))), 4);
        put(header, data.size(), 4);
        put(header, bytes.size(), 4);
        put(header, name.size(), 2);
        put(header, 0, 2); // no extra fields

        directory_ += zip_directory;
        put(directory_, 20, 2); // made by version 2.0
        directory_ += header;
        put(directory_, 0, 10); // no comment, disk 0, attributes
        put(directory_, archive_.size(), 4);
        directory_ += name;
        (((archive_ += zip_local) += header) += name) += data;
        ++count_;
    }

    /// The whole archive, where it is not too large for one.
    result<std::string> finish() && {
        const std::size_t begin = archive_.size();
        if (std::max(largest_, begin) >= 0xffffffff || count_ >= 0xffff)
            return failure{"a zip archive of 4 GiB or 65535 entries is not written"};
        ((archive_ += directory_) += zip_end);
        put(archive_, 0, 4); // disks
        put(archive_, count_, 2);
        put(archive_, count_, 2);
        put(archive_, directory_.size(), 4);
        put(archive_, begin, 4);
        put(archive_, 0, 2); // no comment
        return std::move(archive_);
    }

private:
    static void put(std::string& to, std::size_t number, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i)
            to += static_cast<char>(static_cast<unsigned char>(i < sizeof number ? number >> (8 * i) : 0));
    }

    static std::string deflated(std::string_view bytes) {
        std::string packed(compressBound(static_cast<uLong>(bytes.size())), '\0');
        z_stream stream{};
        deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        deflate(&stream, Z_FINISH);
        packed.resize(stream.total_out);
        deflateEnd(&stream);
        return packed;
    }

    bool deflates_;
    std::string archive_, directory_;
    std::size_t count_ = 0, largest_ = 0;
};

}

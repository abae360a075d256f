#pragma once
/// What a safetensors file says of its tensors, and whether that can be.
///
/// The file is: the header's size as 8 bytes, the lowest first; the header, a JSON object with a member for each
/// tensor, {"dtype": "F32", "shape": [10, 64], "data_offsets": [0, 2560]}, and a member "__metadata__" of strings,
/// blanks after it; the values, which the offsets count from their beginning, row by row, the lowest byte first. They
/// fill the rest of the file without a gap. (huggingface/safetensors, README, "Format")

#include <trilobite/io/result.hpp>
#include <trilobite/weights/json.hpp>
#include <trilobite/weights/stored_tensor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite {

/// What is larger is taken for a mistake; the format's own library does so too (the header), as does NumPy (the rank).
inline constexpr std::uint64_t safetensors_max_header = 100'000'000;
inline constexpr std::size_t safetensors_max_rank = 32;

namespace detail {

struct safetensors_entry {
    std::string type;
    std::vector<std::uint64_t> shape;
    std::vector<std::uint64_t> offsets; ///< where its values begin and end
};

/// The bytes of a number of that type; 0 where it is not known, or less than a byte.
inline std::size_t safetensors_type_size(std::string_view type) {
    constexpr std::string_view of_8[]{"F64", "I64", "U64", "C64"}, of_4[]{"F32", "I32", "U32"},
        of_2[]{"F16", "BF16", "I16", "U16"},
        of_1[]{"I8", "U8", "BOOL", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"};
    const auto is_of = [&](std::span<const std::string_view> types) {
        return std::find(types.begin(), types.end(), type) != types.end();
    };
    return is_of(of_8) ? 8 : is_of(of_4) ? 4 : is_of(of_2) ? 2 : is_of(of_1) ? 1 : 0;
}

inline std::optional<element_type> safetensors_float(std::string_view type) {
    if (type == "F64")
        return element_type::float64;
    if (type == "F32")
        return element_type::float32;
    if (type == "F16")
        return element_type::float16;
    if (type == "BF16")
        return element_type::bfloat16;
    return std::nullopt;
}

/// Reads the header as the parser goes along it, and stops at the first thing that does not belong there: what it keeps
/// is never much more than the text.
class safetensors_header_reader final : public json_events {
public:
    std::map<std::string, safetensors_entry> tensors;
    std::optional<std::string> architecture; ///< of the metadata; the rest is only looked over
    std::string complaint;

    bool null() override { return stray("null"); }
    bool boolean(bool) override { return stray("a truth value"); }
    bool number_integer(number_integer_t) override { return stray("a negative number"); }
    bool number_float(number_float_t, const string_t& text) override { return stray("the number " + text); }
    bool binary(binary_t&) override { return stray("bytes"); }

    bool number_unsigned(number_unsigned_t number) override {
        if (place_ == place::offsets && entry_->offsets.size() == 2)
            return complain("tensor " + name_ + ": more than two data_offsets");
        if (place_ == place::shape && entry_->shape.size() == safetensors_max_rank)
            return complain("tensor " + name_ + ": expected at most " + std::to_string(safetensors_max_rank) +
                            " extents, found more");
        if (place_ != place::offsets && place_ != place::shape)
            return stray("a number");
        (place_ == place::shape ? entry_->shape : entry_->offsets).push_back(number);
        return true;
    }

    bool string(string_t& text) override {
        if (place_ == place::metadata) {
            if (member_ == "architecture")
                architecture = std::move(text);
        } else if (place_ == place::tensor && member_ == "dtype") {
            entry_->type = std::move(text);
        } else {
            return stray("a string");
        }
        return true;
    }

    bool start_object(std::size_t) override {
        if (place_ != place::before && place_ != place::top)
            return stray("an object");
        place_ = place_ == place::before ? place::top : name_ == "__metadata__" ? place::metadata : place::tensor;
        if (place_ == place::tensor)
            entry_ = &tensors[name_];
        members_.clear();
        return true;
    }

    bool key(string_t& text) override {
        if (place_ == place::top) {
            if (!names_.insert(text).second)
                return complain(text + " is there twice");
            name_ = std::move(text);
            return true;
        }
        if (place_ == place::tensor && text != "dtype" && text != "shape" && text != "data_offsets")
            return complain("tensor " + name_ + ": expected dtype, shape and data_offsets, found " + text);
        if (!members_.insert(text).second)
            return complain(name_ + ": " + text + " is there twice");
        member_ = std::move(text);
        return true;
    }

    bool start_array(std::size_t) override {
        if (place_ != place::tensor || (member_ != "shape" && member_ != "data_offsets"))
            return stray("an array");
        place_ = member_ == "shape" ? place::shape : place::offsets;
        return true;
    }

    bool end_array() override {
        place_ = place::tensor;
        return true;
    }

    bool end_object() override {
        if (place_ == place::tensor && (members_.size() != 3 || entry_->offsets.size() != 2))
            return complain("tensor " + name_ + ": expected dtype, shape and two data_offsets, found fewer");
        place_ = place::top;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        return complain("it is no JSON at its byte " + std::to_string(position));
    }

private:
    enum class place { before, top, metadata, tensor, shape, offsets };

    bool complain(const std::string& what) {
        complaint = what;
        return false;
    }
    bool stray(const std::string& what) {
        return complain((name_.empty() ? "" : "at " + name_ + ": ") + what + " does not belong there");
    }

    place place_ = place::before;
    std::string name_, member_;
    std::set<std::string> names_, members_;
    safetensors_entry* entry_ = nullptr;
};

/// The bytes that the values take, where they can be counted.
inline std::optional<std::uint64_t> byte_count(std::size_t each, const std::vector<std::uint64_t>& shape) {
    std::uint64_t count = each;
    for (const std::uint64_t extent : shape)
        if (__builtin_mul_overflow(count, extent, &count))
            return std::nullopt;
    return count;
}

/// The tensors of a header, whose values are `data`.
inline result<std::vector<stored_tensor>> located(const std::map<std::string, safetensors_entry>& entries,
                                                  std::span<const std::byte> data) {
    std::vector<stored_tensor> tensors;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
    for (const auto& [name, entry] : entries) {
        const auto wrong = [&, &tensor = name](const std::string& what) {
            return failure{"tensor " + tensor + ": " + what};
        };
        const std::size_t each = safetensors_type_size(entry.type);
        if (each == 0)
            return wrong("the dtype " + entry.type + " is not known");
        const std::vector<std::size_t> shape(entry.shape.begin(), entry.shape.end());
        const auto size = byte_count(each, entry.shape);
        if (!size)
            return wrong("the shape " + shape_text(shape) + " is too large to count its bytes");
        const std::uint64_t begin = entry.offsets[0], end = entry.offsets[1];
        if (begin > end || end - begin != *size)
            return wrong(entry.type + " of shape " + shape_text(shape) + " takes " + std::to_string(*size) +
                         " bytes, but the data_offsets are " + std::to_string(begin) + " and " + std::to_string(end));
        if (end > data.size())
            return wrong("the file is truncated: expected " + std::to_string(end) + " bytes of values, found " +
                         std::to_string(data.size()));
        places.emplace_back(begin, end);
        tensors.push_back({name, entry.type, safetensors_float(entry.type), shape, data.subspan(begin, *size)});
    }
    std::sort(places.begin(), places.end());
    std::uint64_t reached = 0;
    for (const auto& [begin, end] : places) {
        if (begin != reached)
            return failure{"values of a tensor begin at byte " + std::to_string(begin) +
                           ", but those before it end at " + std::to_string(reached) +
                           (begin < reached ? ": they overlap" : ": there is a gap")};
        reached = end;
    }
    if (reached != data.size())
        return failure{"expected the file to end after " + std::to_string(reached) + " bytes of values, found " +
                       std::to_string(data.size())};
    return tensors;
}

}

/// What a safetensors file holds. The tensors refer to the bytes.
inline result<stored_tensors> read_safetensors(std::span<const std::byte> file) {
    if (file.size() < 8)
        return failure{"the file is truncated: expected the 8 bytes of the header's size, found " +
                       std::to_string(file.size())};
    const auto size = detail::bits_at<std::uint64_t>(file.data(), std::endian::little);
    if (size > safetensors_max_header)
        return failure{"expected a header of at most " + std::to_string(safetensors_max_header) + " bytes, found " +
                       std::to_string(size)};
    if (size > file.size() - 8)
        return failure{"the header is truncated: expected " + std::to_string(size) + " bytes, found " +
                       std::to_string(file.size() - 8)};
    const std::string_view text(reinterpret_cast<const char*>(file.data()) + 8, static_cast<std::size_t>(size));
    if (!text.starts_with('{'))
        return failure{"expected the header to begin with {, found " +
                       (text.empty() ? "none" : "the byte " + std::to_string(static_cast<unsigned char>(text[0])))};
    detail::safetensors_header_reader header;
    if (!detail::parse_json(text, header))
        return failure{"the header is wrong: " + header.complaint};
    auto tensors = detail::located(header.tensors, file.subspan(8 + static_cast<std::size_t>(size)));
    if (!tensors)
        return failure{tensors.error()};
    return stored_tensors{std::move(*tensors), std::move(header.architecture)};
}

}

#pragma once
/// JSON, by nlohmann's library and without its exceptions: the only header that includes it.

#include <nlohmann/json.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

namespace trilobite::detail {

/// Objects keep their members in the order in which they were written.
using json = nlohmann::ordered_json;

/// As text on one line, whatever bytes its strings are made of.
inline std::string json_text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// What a parser tells of a text as it goes along it, so that no more of it is kept than is wanted.
using json_events = nlohmann::json_sax<nlohmann::json>;

/// The characters of a JSON text, with a blank for each tab and each end of a line between its tokens: in the words of
/// an error the library would write one of these as eight characters, several times.
class json_characters {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    explicit json_characters(const char* at) : at_(at) {}

    char operator*() const { return !in_string_ && (*at_ == '\t' || *at_ == '\n' || *at_ == '\r') ? ' ' : *at_; }
    json_characters& operator++() {
        if (*at_ == '"' && !escaped_)
            in_string_ = !in_string_;
        escaped_ = in_string_ && *at_ == '\\' && !escaped_;
        ++at_;
        return *this;
    }
    bool operator==(const json_characters& other) const { return at_ == other.at_; }

private:
    const char* at_;
    bool in_string_ = false, escaped_ = false;
};

/// Tells `events` what is in a text. False where they have said that it is enough.
inline bool parse_json(std::string_view text, json_events& events) {
    return nlohmann::json::sax_parse(json_characters(text.data()), json_characters(text.data() + text.size()), &events);
}

}

#pragma once
/// JSON, by nlohmann's library and without its exceptions: the only header that includes it.

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace trilobite::detail {

/// Objects keep their members in the order in which they were written.
using json = nlohmann::ordered_json;

/// As text on one line, whatever bytes its strings are made of.
inline std::string json_text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}

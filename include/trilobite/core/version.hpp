#pragma once
/// Which trilobite this is, as files that it writes say.

#include <string_view>

namespace trilobite {

inline constexpr std::string_view library_version = "0.1.0";

}

#pragma once
#include "fuzz.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <zlib.h>

/// What gzip makes of a file.
inline std::string compressed(const std::string& contents) {
    const memory_file file;
    const gzFile packed = gzopen(file.path().c_str(), "wb9");
    require(gzwrite(packed, contents.data(), static_cast<unsigned>(contents.size())) ==
            static_cast<int>(contents.size()));
    require(gzclose(packed) == Z_OK);
    std::ifstream stream(file.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

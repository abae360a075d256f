// read_idx: files of bytes, plain and gzip.

#include "gzip.hpp"

#include <trilobite/data/idx.hpp>

#include <functional>
#include <numeric>

using namespace trilobite::data;

std::vector<std::string> seeds() {
    using namespace std::string_literals;
    const std::string vector = "\0\0\x08\1\0\0\0\3abc"s, images = "\0\0\x08\3\0\0\0\2\0\0\0\2\0\0\0\1wxyz"s;
    const std::string empty = "\0\0\x08\1\0\0\0\0"s, boastful = "\0\0\x08\2\0\1\0\0\0\0\xff\xff"
                                                                "abc"s;
    return {
        vector, images, empty, boastful, compressed(vector), compressed(images), compressed(vector) + compressed("d")};
}

void read(bytes input) {
    static const memory_file file;
    file.write(input);
    heap_peak::forget();
    const auto array = read_idx(file.path());
    require(heap_peak::bytes() <= 256 * 1024 + 3 * inflated_size(input));
    if (!array) {
        require(is_named(array.error(), file.path()));
        return;
    }
    require(!array->extents.empty() && array->extents.size() <= idx_max_rank);
    require(array->values.size() ==
            std::accumulate(array->extents.begin(), array->extents.end(), std::uint64_t{1}, std::multiplies<>{}));
    require(4 + 4 * array->extents.size() + array->values.size() <= inflated_size(input));
}

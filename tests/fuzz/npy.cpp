// read_npy.

#include "network.hpp"

#include <trilobite/weights/npy.hpp>

#include <cstring>

using namespace trilobite;

std::vector<std::string> seeds() {
    using namespace std::string_literals;
    const auto with_header = [](const std::string& version, const std::string& header, const std::string& values) {
        const std::string size = version[0] == 1 ? std::string{static_cast<char>(header.size()), '\0'}
                                                 : std::string{static_cast<char>(header.size()), '\0', '\0', '\0'};
        return "\x93NUMPY" + version + size + header + values;
    };
    return {npy_of(npy_array<float>{{2, 3}, {1, 2, 3, 4, 5, 6}}), npy_of(npy_array<double>{{}, {1}}),
            with_header("\2\0"s, "{'descr': '>f2', 'fortran_order': True, 'shape': (2, 2), }\n", "abcdefgh"),
            with_header("\3\0"s, "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }\n", ""),
            with_header("\1\0"s, "{\"shape\": (1,), 'fortran_order': False, 'descr': '>f8'}   \n", "abcdefgh")};
}

template <class T>
void read_as(std::span<const std::byte> file) {
    heap_peak::forget();
    const auto array = read_npy<T>(file);
    require(heap_peak::bytes() <= 16 * 1024 + 16 * file.size());
    if (!array) {
        require(!array.error().empty());
        return;
    }
    std::size_t count = 1;
    for (const std::size_t extent : array->shape)
        count *= extent;
    require(array->values.size() == count);
    const std::string written = npy_of(*array);
    const auto again = read_npy<T>(std::as_bytes(std::span(written)));
    require(again && again->shape == array->shape && again->values.size() == count);
    require(count == 0 || std::memcmp(again->values.data(), array->values.data(), count * sizeof(T)) == 0);
}

void read(bytes input) {
    read_as<float>(std::as_bytes(input));
    read_as<double>(std::as_bytes(input));
}

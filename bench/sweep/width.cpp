#include "sweep.hpp"

void bench::sweep::add_widths() {
    // 8, 16, ..., 1024
    unroll<8>([](auto i) { add<(std::size_t{8} << i), 128>("width"); });
}

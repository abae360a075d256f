#include "sweep.hpp"

void bench::sweep::add_batches() {
    // 1, 2, ..., 512
    unroll<10>([](auto i) { add<64, (std::size_t{1} << i)>("batch"); });
}

#include "../epoch.hpp"
#include "sweep.hpp"

void bench::sweep::add_threads() {
    // 1, 2, 4
    unroll<3>([](auto i) {
        constexpr std::size_t threads = std::size_t{1} << i;
        const auto contenders = [](std::string&) {
            return std::vector<contender>{{"trilobite", [fit = epoch(digits())] { fit.run<threads>(); }}};
        };
        measure({"threads, an epoch of 784-64 relu-64 relu-10 softmax, " + std::to_string(threads),
                 digit_count * dense_layers<intermediate>::training_flops,
                 {},
                 contenders,
                 repetitions,
                 {{"threads", double(threads)}, {"batch", double(digit_count)}, {"training", 1}}});
    });
}

/// All benchmarks: --benchmark_filter=REGEX chooses, --benchmark_list_tests lists, --benchmark_out=FILE writes JSON.

#include "groups.hpp"
#include "report.hpp"

int main(int argc, char** argv) {
    bench::add_training_steps();
    bench::add_predictions();
    bench::add_epochs();
    bench::add_dense_kernels();
    bench::add_layouts();
    bench::add_optimizers();
    bench::add_images();
    return bench::run(argc, argv);
}

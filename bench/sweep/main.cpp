#include "../report.hpp"
#include "sweep.hpp"

int main(int argc, char** argv) {
    bench::sweep::add_widths();
    bench::sweep::add_batches();
    bench::sweep::add_threads();
    return bench::run(argc, argv);
}

// Nothing is allocated in a training step or a prediction: operator new and malloc are counted.
#include "../catch.hpp"
#include "../laws/toy_layers.hpp"

#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

namespace {

std::size_t allocations = 0;

}

#if defined(TRILOBITE_OWN_MALLOC) // 0 where a C library that is linked statically has the only one
#elif defined(__SANITIZE_ADDRESS__)
#define TRILOBITE_OWN_MALLOC 0
#elif defined(__has_feature)
#define TRILOBITE_OWN_MALLOC !__has_feature(address_sanitizer)
#else
#define TRILOBITE_OWN_MALLOC 1
#endif

#if TRILOBITE_OWN_MALLOC && defined(__GLIBC__)
// In front of the C library's: whatever asks for memory, by whatever way, passes here.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* malloc(std::size_t size) {
    return ++allocations, __libc_malloc(size);
}
void* calloc(std::size_t n, std::size_t size) {
    return ++allocations, __libc_calloc(n, size);
}
void* realloc(void* p, std::size_t size) {
    return ++allocations, __libc_realloc(p, size);
}
}
#endif

[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size))
        return p;
    throw std::bad_alloc{};
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
    ++allocations;
    const auto a = static_cast<std::size_t>(alignment);
    if (void* p = std::aligned_alloc(a, (size + a - 1) / a * a))
        return p;
    throw std::bad_alloc{};
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
    std::free(p);
}

using namespace trilobite;

namespace {

template <class F>
std::size_t allocations_of(F f) {
    const std::size_t before = allocations;
    f();
    return allocations - before;
}

template <class Net, std::size_t Batch>
void check_no_allocation() {
    const auto net = std::make_unique<Net>();
    const auto state = std::make_unique<training_state<Net, sgd>>();
    const auto memory = std::make_unique<working_memory<Net, Batch, true>>();
    const std::vector<float> x(Net::input_size * 100, 0.5f), y(Net::output_size * 100, 1.f);
    const data_view data{x, y};
    initialise(*net, 1);
    const std::size_t step = allocations_of([&] {
        train_step(*net, quadratic{}, sgd{}, *state, *memory, Batch,
                   [&](std::size_t i, float* in, float* out) { data.copy<Net>(i, in, out); });
    });
    CHECK(step == 0);
    const std::size_t epoch = allocations_of([&] {
        train_epoch(*net, quadratic{}, sgd{}, *state, *memory, Batch, data, 1, [](const auto&) { return true; });
    });
    CHECK(epoch == 0);
    const std::size_t prediction =
        allocations_of([&] { predict(*net, std::span<const float, Net::input_size>(x.data(), Net::input_size)); });
    CHECK(prediction == 0);
    const std::size_t evaluation = allocations_of([&] { evaluate(*net, quadratic{}, data); });
    CHECK(evaluation == 0);
}

}

TEST_CASE("the counter counts", "[no_allocation]") {
    // Through a volatile pointer: a compiler may leave out memory that nobody looks at.
    static int* volatile seen;
    CHECK(allocations_of([] {
              seen = new int(1);
              delete seen;
          }) >= 1);
#if TRILOBITE_OWN_MALLOC && defined(__GLIBC__)
    CHECK(allocations_of([] {
              seen = static_cast<int*>(std::malloc(sizeof(int)));
              std::free(seen);
          }) >= 1);
#endif
}

TEST_CASE("training steps, epochs, predictions and evaluations allocate nothing", "[no_allocation]") {
    check_no_allocation<network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>, 32>();
    check_no_allocation<network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>, 4>();
    check_no_allocation<network<input<3>, toys::centre, toys::shortcut<dense<3>, sigmoid>, toys::drop_half,
                                residual<concat<branch<>, branch<dense<2>>>, dense<3>>>,
                        4>();
}

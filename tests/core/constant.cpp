#include <trilobite/core/constant.hpp>

#include "../catch.hpp"

#include <type_traits>

using namespace trilobite;

namespace {

template <constant Value = 0.25>
struct carrier {
    static constexpr double value = Value;
};

static_assert(carrier<>::value == 0.25);
static_assert(carrier<0.2>::value == 0.2 && carrier<-1e-300>::value == -1e-300);
static_assert(std::is_same_v<carrier<1>, carrier<1.0>> && std::is_same_v<carrier<0.5f>, carrier<0.5>>);
static_assert(!std::is_same_v<carrier<0.2>, carrier<0.2f>>);

}

TEST_CASE("a number in a type is checked by compiling", "[core][constant]") {
    SUCCEED();
}

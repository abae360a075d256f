#include <trilobite/io/summary.hpp>

#include "../catch.hpp"
#include "../laws/toy_layers.hpp"

#include <limits>
#include <string_view>

using namespace trilobite;

namespace {

struct unnamed_scope_activation : elementwise<unnamed_scope_activation> {};

template <int, constant>
struct mixed;

}

constexpr bool is_written(double value, std::string_view text) {
    return std::string_view(shortest_decimal(value)) == text;
}
static_assert(is_written(0, "0") && is_written(-1.5, "-1.5") && is_written(300, "300") && is_written(1e17, "1e17"));
static_assert(is_written(0.1, "0.1") && is_written(0.1 + 0.2, "0.30000000000000004") && is_written(1e-6, "1e-6"));
static_assert(is_written(0.2f, "0.20000000298023224")); // a float has become a double
static_assert(is_written(5e-324, "5e-324") && is_written(1.7976931348623157e308, "1.7976931348623157e308"));
static_assert(is_written(2.2250738585072014e-308, "2.2250738585072014e-308") && is_written(0x1p53, "9007199254740992"));
static_assert(is_written(std::numeric_limits<double>::infinity(), "inf"));

static_assert(type_name<float> == "float");
static_assert(type_name<dense<64>> == "dense<64>");
static_assert(type_name<dense<64, 784>> == "dense<64, 784>");
static_assert(type_name<trilobite::tanh> == "tanh");
static_assert(type_name<dropout<0.2>> == "dropout<0.2>" && type_name<dropout<0>> == "dropout<0>");
static_assert(type_name<batch_norm<>> == "batch_norm<0.99, 0.001>");
static_assert(type_name<batch_norm<0.9, 1e-5>> == "batch_norm<0.9, 1e-5>");
static_assert(type_name<mixed<3, -0.25>> == "mixed<3, -0.25>");
static_assert(type_name<toys::shortcut<dropout<0.5>, dense<4>>> == "shortcut<dropout<0.5>, dense<4>>");
static_assert(type_name<toys::centre> == "centre");
static_assert(type_name<unnamed_scope_activation> == "unnamed_scope_activation");
static_assert(type_name<toys::shortcut<dense<4>, toys::shortcut<softmax>>> == "shortcut<dense<4>, shortcut<softmax>>");

TEST_CASE("a summary is the table of the book", "[io]") {
    using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
    CHECK(summary<shallow>() == R"(___________________________________________________________________
Layer (type)                 Output Shape                   Param #
===================================================================
input                        (None, 784)                          0
___________________________________________________________________
dense<64>                    (None, 64)                      50,240
___________________________________________________________________
sigmoid                      (None, 64)                           0
___________________________________________________________________
dense<10>                    (None, 10)                         650
___________________________________________________________________
softmax                      (None, 10)                           0
===================================================================
Total params: 50,890
Trainable params: 50,890
Non-trainable params: 0
___________________________________________________________________
)");
}

TEST_CASE("a summary shows what is inside a composite, and counts what is not trained", "[io]") {
    using composite = network<input<6>, toys::shortcut<toys::centre, toys::shortcut<dense<6>>>, dense<2>>;
    CHECK(summary<composite>() == R"(___________________________________________________________________
Layer (type)                 Output Shape                   Param #
===================================================================
input                        (None, 6)                            0
___________________________________________________________________
shortcut<...>                (None, 6)                           54
___________________________________________________________________
  centre                     (None, 6)                           12
___________________________________________________________________
  shortcut<...>              (None, 6)                           42
___________________________________________________________________
    dense<6>                 (None, 6)                           42
___________________________________________________________________
dense<2>                     (None, 2)                           14
===================================================================
Total params: 68
Trainable params: 62
Non-trainable params: 6
___________________________________________________________________
)");
}

TEST_CASE("a summary shows the branches of a residual and of a concat", "[io]") {
    using net = network<input<6>, residual<dense<6>, relu>, frozen<residual<projection<dense<4>>, dense<4>>>,
                        concat<branch<>, branch<dense<2>, relu>>>;
    CHECK(summary<net>() == R"(___________________________________________________________________
Layer (type)                 Output Shape                   Param #
===================================================================
input                        (None, 6)                            0
___________________________________________________________________
residual<...>                (None, 6)                           42
___________________________________________________________________
  dense<6>                   (None, 6)                           42
___________________________________________________________________
  relu                       (None, 6)                            0
___________________________________________________________________
frozen<...>                  (None, 4)                           56
___________________________________________________________________
  dense<4>                   (None, 4)                           28
___________________________________________________________________
  projection<...>            (None, 4)                           28
___________________________________________________________________
    dense<4>                 (None, 4)                           28
___________________________________________________________________
concat<...>                  (None, 6)                           10
___________________________________________________________________
  branch<>                   (None, 4)                            0
___________________________________________________________________
  branch<...>                (None, 2)                           10
___________________________________________________________________
    dense<2>                 (None, 2)                           10
___________________________________________________________________
    relu                     (None, 2)                            0
===================================================================
Total params: 108
Trainable params: 52
Non-trainable params: 56
___________________________________________________________________
)");
}

TEST_CASE("a summary shows the numbers in the names of layers", "[io]") {
    using net = network<input<4>, batch_norm<>, dropout<0.2>>;
    CHECK(summary<net>() == R"(___________________________________________________________________
Layer (type)                 Output Shape                   Param #
===================================================================
input                        (None, 4)                            0
___________________________________________________________________
batch_norm<0.99, 0.001>      (None, 4)                           16
___________________________________________________________________
dropout<0.2>                 (None, 4)                            0
===================================================================
Total params: 16
Trainable params: 8
Non-trainable params: 8
___________________________________________________________________
)");
}

TEST_CASE("shapes are written with the open number of samples first", "[io]") {
    CHECK(batch_shape_text(shape{28, 28, 1}) == "(None, 28, 28, 1)");
    CHECK(batch_shape_text(shape{}) == "(None,)");
}

TEST_CASE("long numbers are written in groups of three digits", "[io]") {
    CHECK(text::grouped(0) == "0");
    CHECK(text::grouped(999) == "999");
    CHECK(text::grouped(1000) == "1,000");
    CHECK(text::grouped(50890) == "50,890");
    CHECK(text::grouped(123456789) == "123,456,789");
}

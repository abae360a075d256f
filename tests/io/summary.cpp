#include <trilobite/io/summary.hpp>

#include "../catch.hpp"
#include "../laws/toy_layers.hpp"

using namespace trilobite;

namespace {

struct unnamed_scope_activation : elementwise<unnamed_scope_activation> {};

}

static_assert(type_name<float> == "float");
static_assert(type_name<dense<64>> == "dense<64>");
static_assert(type_name<dense<64, 784>> == "dense<64, 784>");
static_assert(type_name<trilobite::tanh> == "tanh");
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

#include "../catch.hpp"
#include "../static/book_networks.hpp"
#include "round_trip.hpp"

using namespace trilobite;
using round_trip::values_lost;

namespace {

using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
using intermediate = network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>;
using deep = network<input<784>, dense<64>, relu, batch_norm<>, dense<64>, relu, batch_norm<>, dense<64>, relu,
                     batch_norm<>, dropout<0.2>, dense<10>, softmax>;
using regression =
    network<input<13>, dense<32>, relu, batch_norm<>, dense<16>, relu, batch_norm<>, dropout<0.2>, dense<1>>;

}

TEST_CASE("the book's networks go through a file bit by bit", "[weights]") {
    CHECK(values_lost<shallow>() == 0);
    CHECK(values_lost<intermediate>() == 0);
    CHECK(values_lost<deep>() == 0);
    CHECK(values_lost<regression>() == 0);
    CHECK(values_lost<book::lenet>() == 0);
    CHECK(values_lost<book::discriminator>() == 0);
    CHECK(values_lost<book::generator>() == 0);
}

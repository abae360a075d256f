#include "../catch.hpp"
#include "../static/book_networks.hpp"
#include "round_trip.hpp"

using namespace trilobite;
using round_trip::values_lost;

TEST_CASE("the book's largest networks go through a file bit by bit", "[weights]") {
    if constexpr (checks_addresses) {
        WARN("SKIPPED: sanitizers take long over 200 million values and see nothing new in them");
    } else {
        CHECK(values_lost<book::alexnet>() == 0);
        CHECK(values_lost<book::vgg>() == 0);
    }
}

#include <trilobite/report/axis.hpp>

#include "../catch.hpp"

#include <vector>

using namespace trilobite::report::detail;

namespace {

void check_marks(const axis& a, const std::vector<double>& marks) {
    REQUIRE(a.marks.size() == marks.size());
    for (std::size_t i = 0; i < marks.size(); ++i)
        CHECK(a.marks[i] == Approx(marks[i]));
}

}

TEST_CASE("an axis has about five marks, at multiples of 1, 2 or 5", "[report]") {
    check_marks(linear_axis(1, 20, true), {5, 10, 15, 20});
    check_marks(linear_axis(0.06, 0.31, false), {0.1, 0.15, 0.2, 0.25, 0.3});
    check_marks(linear_axis(-1, 1, false), {-1, -0.5, 0, 0.5, 1});
    check_marks(linear_axis(0, 700, false), {0, 200, 400, 600});
}

TEST_CASE("whole numbers are not divided", "[report]") {
    check_marks(linear_axis(1, 3, true), {1, 2, 3});
    check_marks(linear_axis(1, 3, false), {1, 1.5, 2, 2.5, 3});
    check_marks(linear_axis(7, 7, true), {7});
}

TEST_CASE("a rounded axis goes from mark to mark", "[report]") {
    const axis a = rounded_axis(0.061, 0.283);
    CHECK(a.low == Approx(0.05));
    CHECK(a.high == Approx(0.3));
    check_marks(a, {0.05, 0.1, 0.15, 0.2, 0.25, 0.3});
    const axis exact = rounded_axis(0, 1); // not a mark further for the sake of a rounding
    CHECK(exact.low == 0);
    CHECK(exact.high == Approx(1));
}

TEST_CASE("an axis of one value has some length", "[report]") {
    for (const double value : {0.0, 0.5, -3.0, 1e-9}) {
        const axis linear = rounded_axis(value, value);
        CHECK(linear.low < value);
        CHECK(linear.high > value);
        CHECK(linear.marks.size() >= 2);
    }
    const axis logarithmic = log_axis(0.5, 0.5);
    CHECK(logarithmic.low < 0.5);
    CHECK(logarithmic.high > 0.5);
}

TEST_CASE("a logarithmic axis has 1, 2, 5, then powers of ten, then some of these", "[report]") {
    check_marks(log_axis(0.04, 1), {0.05, 0.1, 0.2, 0.5, 1});
    check_marks(log_axis(1e-5, 1), {1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1});
    check_marks(log_axis(1e-12, 1), {1e-12, 1e-9, 1e-6, 1e-3, 1});
    check_marks(log_axis(0.21, 0.45), {0.3, 0.4}); // neither 1 nor 2 nor 5 is within: as if it were linear
}

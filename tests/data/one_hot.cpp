#include <trilobite/data/one_hot.hpp>

#include "../catch.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using trilobite::data::classes_of;
using trilobite::data::one_hot;

TEST_CASE("class numbers become one-hot rows and come back", "[data]") {
    const std::vector<std::uint8_t> classes{2, 0, 1, 2};
    const auto rows = one_hot<3>(classes);
    REQUIRE(rows);
    CHECK(*rows == std::vector<float>{0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1});
    CHECK(*classes_of<3>(*rows) == std::vector<std::size_t>{2, 0, 1, 2});

    const auto wide = one_hot<4, double>(std::array{3, 0});
    REQUIRE(wide);
    CHECK(*wide == std::vector<double>{0, 0, 0, 1, 1, 0, 0, 0});
    CHECK(one_hot<3>(std::vector<int>{})->empty());
}

TEST_CASE("one-hot rows are written where the caller has room for them", "[data]") {
    std::vector<float> room(7, 9);
    const auto written = one_hot<2>(std::array{1, 0, 1}, std::span(room).first(6));
    REQUIRE(written);
    CHECK(written->data() == room.data());
    CHECK(room == std::vector<float>{0, 1, 1, 0, 0, 1, 9});

    CHECK(one_hot<2>(std::array{1, 0, 1}, std::span(room)).error() ==
          "one-hot rows of 3 samples and 2 classes: expected room for 6 values, found 7");
    CHECK(one_hot<2>(std::array{1, 0, 2}, std::span(room).first(6)).error() ==
          "sample 2: expected a class from 0 to 1, found 2");
    CHECK(room == std::vector<float>{0, 1, 1, 0, 0, 1, 9});
}

TEST_CASE("classes out of range are refused", "[data]") {
    CHECK(one_hot<10>(std::vector<std::uint8_t>{9, 10}).error() == "sample 1: expected a class from 0 to 9, found 10");
    CHECK(one_hot<10>(std::vector<int>{-1}).error() == "sample 0: expected a class from 0 to 9, found -1");
    CHECK(one_hot<256>(std::vector<std::uint8_t>{255}));
    CHECK(!one_hot<256>(std::vector<std::uint64_t>{std::uint64_t{1} << 32}));
}

TEST_CASE("the class of a row is where its largest value stands", "[data]") {
    CHECK(*classes_of<3>(std::vector<float>{.2f, .5f, .3f, .4f, .4f, .2f}) == std::vector<std::size_t>{1, 0});
    CHECK(classes_of<3>(std::vector<float>(4)).error() == "expected rows of 3 values, found 4 values");
}

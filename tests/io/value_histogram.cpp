#include <trilobite/io/value_histogram.hpp>

#include "../catch.hpp"

#include <limits>
#include <utility>
#include <vector>

using namespace trilobite;

namespace {

using buckets = std::vector<std::pair<double, std::size_t>>;

buckets buckets_of(std::initializer_list<double> values) {
    value_histogram histogram;
    for (const double value : values)
        histogram.add(value);
    buckets all;
    histogram.for_each_bucket([&](double limit, std::size_t count) { all.emplace_back(limit, count); });
    return all;
}

constexpr double largest = std::numeric_limits<double>::max();

}

// Limits and counts come from a Python program after TensorFlow's text, v *= 1.1 from 1e-12 and bisect_right.
TEST_CASE("values are counted into TensorFlow's buckets", "[io]") {
    CHECK(detail::bucket_limits.size() == 1551);
    CHECK(buckets_of({-1, 0, 0, 0.5, 0.52, 3}) == buckets{{-1.0089710279437536, 0},
                                                          {-0.917246389039776, 1},
                                                          {0.0, 0},
                                                          {1e-12, 2},
                                                          {0.47069243095356195, 0},
                                                          {0.5177616740489182, 1},
                                                          {0.56953784145381, 1},
                                                          {2.8787120958073054, 0},
                                                          {3.1665833053880363, 1},
                                                          {largest, 0}});
}

TEST_CASE("values beyond every limit have their buckets too", "[io]") {
    const auto last = buckets_of({largest});
    CHECK(last.back() == std::pair<double, std::size_t>{largest, 1});
    CHECK(last.size() == 2);
    // -largest is not less than the limit -largest, and less than the next.
    const auto first = buckets_of({-largest});
    CHECK(first[0] == std::pair<double, std::size_t>{-largest, 0});
    CHECK(first[1].second == 1);
    CHECK(first.size() == 3);
}

TEST_CASE("nothing is one empty bucket", "[io]") {
    CHECK(buckets_of({}) == buckets{{largest, 0}});
    CHECK(value_histogram().smallest() == 0);
    CHECK(value_histogram().largest() == 0);
}

TEST_CASE("a histogram keeps sums, and leaves out what is no number", "[io]") {
    value_histogram histogram;
    for (const double value :
         {2.0, -1.5, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 0.25})
        histogram.add(value);
    CHECK(histogram.count() == 3);
    CHECK(histogram.smallest() == -1.5);
    CHECK(histogram.largest() == 2);
    CHECK(histogram.sum() == 0.75);
    CHECK(histogram.sum_of_squares() == 6.3125);
}

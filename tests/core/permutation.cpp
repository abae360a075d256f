#include <trilobite/core/permutation.hpp>

#include "../catch.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

using namespace trilobite;

namespace {

constexpr random_key key = random_key::from_seed(42);

bool is_bijective(const permutation& order, std::uint64_t n) {
    std::vector<bool> seen(n);
    for (std::uint64_t i = 0; i < n; ++i) {
        const std::uint64_t image = order(i);
        if (image >= n || seen[image])
            return false;
        seen[image] = true;
    }
    return true;
}

/// By how many standard deviations the chi-square statistic of counts exceeds what is expected of equally likely cells.
double chi_square_excess(const std::vector<int>& counts, double expected, double degrees_of_freedom) {
    double chi_square = 0;
    for (const int observed : counts)
        chi_square += (observed - expected) * (observed - expected) / expected;
    return (chi_square - degrees_of_freedom) / std::sqrt(2 * degrees_of_freedom);
}

constexpr std::uint64_t fifth_of_ten = permutation(key, 10)(5);
static_assert(fifth_of_ten < 10);

}

TEST_CASE("a permutation visits everything once", "[core][permutation]") {
    for (std::uint64_t n = 1; n <= 300; ++n)
        for (std::uint64_t epoch = 0; epoch < 5; ++epoch) {
            CAPTURE(n, epoch);
            CHECK(is_bijective(permutation(key.derive(epoch), n), n));
        }
    for (const std::uint64_t n : std::to_array<std::uint64_t>({60'000, 65'535, 65'536, 65'537, 1'000'003}))
        CHECK(is_bijective(permutation(key, n), n));
}

TEST_CASE("a permutation of 2^32 stays in range", "[core][permutation]") {
    constexpr std::uint64_t n = std::uint64_t{1} << 32;
    const permutation whole(key, n), nearly(key, n - 1), barely(key, n / 2 + 1);
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        CHECK(whole(i * 400'000) < n);
        CHECK(nearly(i * 400'000) < n - 1);
        CHECK(barely(i * 200'000) < n / 2 + 1);
    }
    CHECK(whole(0) != whole(n - 1));
}

TEST_CASE("different keys give different orders", "[core][permutation]") {
    constexpr std::uint64_t n = 60'000;
    const permutation first(key.derive(0), n), second(key.derive(1), n);
    int equal = 0;
    for (std::uint64_t i = 0; i < n; ++i)
        equal += first(i) == second(i);
    CHECK(equal < 8); // Poisson, mean 1
}

TEST_CASE("every element is as likely at every place", "[core][permutation]") {
    constexpr int keys = 20'000;
    for (const std::uint64_t n : std::to_array<std::uint64_t>({2, 3, 5, 7, 10, 16, 17, 33, 100})) {
        std::vector<int> counts(n * n);
        for (std::uint64_t k = 0; k < keys; ++k) {
            const permutation order(key.derive(k), n);
            for (std::uint64_t i = 0; i < n; ++i)
                ++counts[i * n + order(i)];
        }
        CAPTURE(n);
        const auto free = static_cast<double>((n - 1) * (n - 1));
        CHECK(std::abs(chi_square_excess(counts, keys / static_cast<double>(n), free)) < 4);
    }
}

TEST_CASE("every order of four is as likely", "[core][permutation]") {
    constexpr int keys = 48'000;
    std::vector<int> counts(256);
    for (std::uint64_t k = 0; k < keys; ++k) {
        const permutation order(key.derive(k), 4);
        ++counts[order(0) + 4 * order(1) + 16 * order(2) + 64 * order(3)];
    }
    std::erase(counts, 0);
    REQUIRE(counts.size() == 24);
    CHECK(std::abs(chi_square_excess(counts, keys / 24.0, 23)) < 4);
}

TEST_CASE("the first of a large permutation, and the pair of the first two, are uniform", "[core][permutation]") {
    constexpr int keys = 100'000;
    constexpr std::uint64_t n = 60'000, cells = 100;
    std::vector<int> first(cells), pairs(cells * cells), steps(cells);
    for (std::uint64_t k = 0; k < keys; ++k) {
        const permutation order(key.derive(k), n);
        const std::uint64_t a = order(0), b = order(1);
        ++first[a * cells / n];
        ++pairs[(a * cells / n) * cells + b * cells / n];
        ++steps[(a + n - b) % n * cells / n];
    }
    CHECK(std::abs(chi_square_excess(first, keys / 100.0, 99)) < 4);
    CHECK(std::abs(chi_square_excess(pairs, keys / 10'000.0, 9'999)) < 4);
    CHECK(std::abs(chi_square_excess(steps, keys / 100.0, 99)) < 4);
}

TEST_CASE("neighbours of one order are unrelated", "[core][permutation]") {
    for (const std::uint64_t n : std::to_array<std::uint64_t>({60'000, 50'000, 32'768})) {
        const permutation order(key, n);
        constexpr std::uint64_t cells = 32;
        std::vector<int> pairs(cells * cells), steps(cells);
        for (std::uint64_t i = 0; i < n; ++i) {
            const std::uint64_t a = order(i), b = order((i + 1) % n);
            ++pairs[(a * cells / n) * cells + b * cells / n];
            ++steps[(a + n - b) % n * cells / n];
        }
        CAPTURE(n);
        const auto count = static_cast<double>(n);
        CHECK(std::abs(chi_square_excess(pairs, count / (cells * cells), (cells - 1) * (cells - 1))) < 4);
        CHECK(std::abs(chi_square_excess(steps, count / cells, cells - 1)) < 4);
    }
}

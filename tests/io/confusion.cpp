#include <trilobite/io/confusion.hpp>
#include <trilobite/layers/dense.hpp>

#include "../catch.hpp"

#include <array>
#include <sstream>
#include <string_view>
#include <vector>

using namespace trilobite;

namespace {

/// A network that repeats its input, so that the samples say for which class they are taken.
network<input<3>, dense<3>> repeater() {
    network<input<3>, dense<3>> net{};
    for (std::size_t i = 0; i < 3; ++i)
        net.layer<0>().weights(i, i) = 1;
    return net;
}

}

TEST_CASE("a confusion matrix counts classes against what they are taken for", "[io]") {
    const std::vector<float> samples{1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
    const std::vector<int> classes{0, 1, 1, 2};
    const auto matrix = confusion(repeater(), data_view{samples, classes});
    CHECK(matrix.counts == std::array<std::array<std::size_t, 3>, 3>{{{1, 0, 0}, {1, 1, 0}, {0, 0, 1}}});
    CHECK(matrix.total() == 4);
    CHECK(matrix.correct() == 3);
    CHECK(matrix.accuracy() == 0.75);
    CHECK(matrix.recall(0) == 1);
    CHECK(matrix.recall(1) == 0.5);
}

TEST_CASE("a confusion matrix takes more samples than are worked on at once", "[io]") {
    std::vector<float> samples;
    std::vector<int> classes;
    for (int i = 0; i < 150; ++i) {
        classes.push_back(i % 3);
        for (int j = 0; j < 3; ++j)
            samples.push_back(j == i % 3 ? 1.0f : 0.0f);
    }
    const auto matrix = confusion(repeater(), data_view{samples, classes});
    CHECK(matrix.counts == std::array<std::array<std::size_t, 3>, 3>{{{50, 0, 0}, {0, 50, 0}, {0, 0, 50}}});
}

TEST_CASE("samples are classified in their order", "[io]") {
    const std::vector<float> samples{0, 1, 0, 0, 0, 1};
    const std::vector<int> classes{2, 2};
    std::vector<std::array<std::size_t, 3>> seen;
    for_each_classified(repeater(), data_view{samples, classes},
                        [&](std::size_t i, std::size_t truth, std::size_t taken) {
                            seen.push_back({i, truth, taken});
                        });
    CHECK(seen == std::vector<std::array<std::size_t, 3>>{{0, 2, 1}, {1, 2, 2}});
}

TEST_CASE("one output stands for two classes", "[io]") {
    network<input<1>, dense<1>> net{};
    net.layer<0>().weights(0, 0) = 1;
    const std::vector<float> samples{0.2f, 0.7f, 0.9f};
    const std::vector<int> classes{0, 0, 1};
    const auto matrix = confusion(net, data_view{samples, classes});
    CHECK(matrix.counts == std::array<std::array<std::size_t, 2>, 2>{{{1, 1}, {0, 1}}});
}

TEST_CASE("data that do not fit leave the matrix empty", "[io]") {
    const std::vector<float> samples{1, 0, 0};
    const std::vector<int> classes{3};
    const auto matrix = confusion(repeater(), data_view{samples, classes});
    CHECK(matrix.total() == 0);
    CHECK(matrix.accuracy() == 0);
    CHECK(matrix.recall(2) == 0);
}

TEST_CASE("a confusion matrix is printed with labels and recalls", "[io]") {
    confusion_matrix<3> matrix;
    matrix.counts = {{{1980, 20, 0}, {0, 5, 0}, {1, 2, 0}}};
    std::ostringstream out;
    out << matrix;
    CHECK(out.str() == R"(true   taken for
           0      1      2   recall
    0  1,980     20      .   99.0 %
    1      .      5      .  100.0 %
    2      1      2      .    0.0 %
)");
    const std::string_view labels[] = {"cat", "dog", "aardvark"};
    CHECK(to_text(matrix, labels) == R"(true      taken for
               cat       dog  aardvark   recall
     cat     1,980        20         .   99.0 %
     dog         .         5         .  100.0 %
aardvark         1         2         .    0.0 %
)");
}

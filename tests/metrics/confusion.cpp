#include <trilobite/metrics/confusion.hpp>

#include "../catch.hpp"
#include "repeater.hpp"

#include <array>
#include <cstdint>
#include <vector>

using namespace trilobite;

namespace {

bool scores(const class_scores& found, double precision, double recall, double f1) {
    const auto near = [](double a, double b) { return a == Approx(b).epsilon(1e-14); };
    return near(found.precision, precision) && near(found.recall, recall) && near(found.f1, f1);
}

}

TEST_CASE("a confusion matrix counts classes against what they are taken for", "[metrics]") {
    const std::vector<float> samples{1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
    const std::vector<int> classes{0, 1, 1, 2};
    const auto matrix = confusion(repeater<3>(), data_view{samples, classes});
    CHECK(matrix.counts == std::array<std::array<std::size_t, 3>, 3>{{{1, 0, 0}, {1, 1, 0}, {0, 0, 1}}});
    CHECK(matrix.total() == 4);
    CHECK(matrix.correct() == 3);
    CHECK(matrix.accuracy() == 0.75);
    CHECK(matrix.recall(0) == 1);
    CHECK(matrix.recall(1) == 0.5);
}

TEST_CASE("a confusion matrix takes more samples than are worked on at once", "[metrics]") {
    std::vector<float> samples;
    std::vector<int> classes;
    for (int i = 0; i < 150; ++i) {
        classes.push_back(i % 3);
        for (int j = 0; j < 3; ++j)
            samples.push_back(j == i % 3 ? 1.0f : 0.0f);
    }
    const auto matrix = confusion(repeater<3>(), data_view{samples, classes});
    CHECK(matrix.counts == std::array<std::array<std::size_t, 3>, 3>{{{50, 0, 0}, {0, 50, 0}, {0, 0, 50}}});
}

TEST_CASE("samples are classified in their order", "[metrics]") {
    const std::vector<float> samples{0, 1, 0, 0, 0, 1};
    const std::vector<int> classes{2, 2};
    std::vector<std::array<std::size_t, 3>> seen;
    for_each_classified(repeater<3>(), data_view{samples, classes},
                        [&](std::size_t i, std::size_t truth, std::size_t taken) {
                            seen.push_back({i, truth, taken});
                        });
    CHECK(seen == std::vector<std::array<std::size_t, 3>>{{0, 2, 1}, {1, 2, 2}});
}

TEST_CASE("one output stands for two classes", "[metrics]") {
    const std::vector<float> samples{0.2f, 0.7f, 0.9f};
    const std::vector<int> classes{0, 0, 1};
    const auto matrix = confusion(repeater<1>(), data_view{samples, classes});
    CHECK(matrix.counts == std::array<std::array<std::size_t, 2>, 2>{{{1, 1}, {0, 1}}});
}

TEST_CASE("data that do not fit leave the matrix empty", "[metrics]") {
    const std::vector<float> samples{1, 0, 0};
    const std::vector<int> classes{3};
    const auto matrix = confusion(repeater<3>(), data_view{samples, classes});
    CHECK(matrix.total() == 0);
    CHECK(matrix.accuracy() == 0);
    CHECK(matrix.recall(2) == 0);
}

TEST_CASE("precision, recall and F1 of classes, and their averages", "[metrics]") {
    const confusion_matrix<3> matrix{{{{5, 2, 0}, {1, 3, 1}, {0, 4, 9}}}};
    // Python, from the definitions, F1 as the harmonic mean.
    const auto of_class = [&](std::size_t c) {
        return class_scores{matrix.precision(c), matrix.recall(c), matrix.f1(c)};
    };
    CHECK(scores(of_class(0), 0.8333333333333334, 0.7142857142857143, 0.7692307692307692));
    CHECK(scores(of_class(1), 0.3333333333333333, 0.6, 0.42857142857142855));
    CHECK(scores(of_class(2), 0.9, 0.6923076923076923, 0.7826086956521738));
    CHECK(scores(matrix.macro_average(), 0.688888888888889, 0.6688644688644688, 0.6601369644847905));
    CHECK(scores(matrix.weighted_average(), 0.768, 0.68, 0.7080554228380316));
    CHECK(scores(matrix.micro_average(), 0.68, 0.68, 0.68));
    CHECK(matrix.samples(2) == 13);
    CHECK(matrix.taken_for(2) == 10);
}

TEST_CASE("a class that is not there, and one that nothing is taken for, score 0", "[metrics]") {
    const confusion_matrix<3> matrix{{{{2, 0, 0}, {2, 0, 0}, {0, 0, 0}}}};
    CHECK(matrix.precision(1) == 0);
    CHECK(matrix.recall(2) == 0);
    CHECK(matrix.f1(2) == 0);
    CHECK(scores(matrix.macro_average(), 0.5 / 3, 1.0 / 3, 2.0 / 9));
    CHECK(scores(matrix.weighted_average(), 0.25, 0.5, 1.0 / 3));
    CHECK(scores(confusion_matrix<2>{}.weighted_average(), 0, 0, 0));
}

TEST_CASE("a confusion matrix of class numbers", "[metrics]") {
    const std::vector<int> labels{0, 1, 1, 2};
    const std::vector<std::uint8_t> taken_for{0, 0, 1, 2}, unknown{0, 0, 1, 3};
    const auto matrix = confusion_matrix<3>::of(taken_for, labels);
    CHECK(matrix.counts == std::array<std::array<std::size_t, 3>, 3>{{{1, 0, 0}, {1, 1, 0}, {0, 0, 1}}});
    CHECK(confusion_matrix<3>::of(unknown, labels).total() == 0);
    CHECK(confusion_matrix<3>::of(taken_for, std::array{0, 1, -1, 2}).total() == 0);
    CHECK(confusion_matrix<3>::of(taken_for, std::array{0, 1, 1}).total() == 0);
}

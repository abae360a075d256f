#include <trilobite/report/curves.hpp>

#include "../catch.hpp"

#include <limits>
#include <vector>

using namespace trilobite;
using namespace trilobite::report;

namespace {

constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

history<float> history_of(std::vector<epoch_record<float>> epochs) {
    history<float> all;
    all.epochs = std::move(epochs);
    for (auto& epoch : all.epochs) // in these tests, what is zero was not measured
        epoch.validated = epoch.validation.cost != 0 || epoch.validation.accuracy != 0;
    return all;
}

}

TEST_CASE("the best epoch is that of the least validation cost, else of the least training cost", "[report]") {
    CHECK(best_epoch(history_of({{1, {3, 0}, {5, 0}}, {2, {2, 0}, {4, 0}}, {3, {1, 0}, {4, 1}}}))->epoch == 2);
    CHECK(best_epoch(history_of({{1, {3, 0}, {}}, {2, {1, 0}, {}}, {3, {2, 0}, {}}}))->epoch == 2);
    CHECK(best_epoch(history_of({{1, {nothing, 0}, {}}, {2, {5, 0}, {}}, {3, {nothing, 0}, {}}}))->epoch == 2);
    CHECK(best_epoch(history_of({{1, {nothing, 0}, {}}})) == nullptr);
    CHECK(best_epoch(history_of({})) == nullptr);
}

TEST_CASE("curves are two panels with the best epoch marked", "[report]") {
    const auto panels = curves(history_of({{1, {0.5f, 0.25f}, {0.75f, 0.125f}}, {2, {0.25f, 0.5f}, {0.625f, 0.375f}}}));
    REQUIRE(panels.size() == 2);
    CHECK(panels[0].title == "Cost");
    CHECK(panels[1].title == "Accuracy");
    for (const figure& panel : panels) {
        CHECK(panel.x_label == "epoch");
        REQUIRE(panel.series.size() == 2);
        CHECK(panel.series[0].name == "training");
        CHECK(panel.series[0].x == std::vector<double>{1, 2});
        CHECK(panel.series[1].name == "validation");
        CHECK(panel.series[1].x == std::vector<double>{1, 2});
        REQUIRE(panel.notes.size() == 1);
        CHECK(panel.notes[0].x == 2);
    }
    CHECK(panels[0].series[0].y == std::vector<double>{0.5, 0.25});
    CHECK(panels[0].series[1].y == std::vector<double>{0.75, 0.625});
    CHECK(panels[1].series[0].y == std::vector<double>{0.25, 0.5});
    CHECK(panels[1].series[1].y == std::vector<double>{0.125, 0.375});
    CHECK(panels[0].notes[0].y == 0.625);
    CHECK(panels[0].notes[0].text == "epoch 2: 0.6250");
    CHECK(panels[1].notes[0].y == 0.375);
    CHECK(panels[1].notes[0].text == "epoch 2: 0.3750");
}

TEST_CASE("without validation data there is one curve, and the note is on it", "[report]") {
    const auto panels = curves(history_of({{1, {0.5f, 0.25f}, {}}, {2, {0.75f, 0.5f}, {}}}));
    REQUIRE(panels[0].series.size() == 1);
    REQUIRE(panels[0].notes.size() == 1);
    CHECK(panels[0].notes[0].x == 1);
    CHECK(panels[0].notes[0].y == 0.5);
}

TEST_CASE("numbers for people keep digits at every size", "[report]") {
    CHECK(number_text(0) == "0.0000");
    CHECK(number_text(0.08214) == "0.0821");
    CHECK(number_text(0.0008214) == "8.21e-04");
    CHECK(number_text(-12.5) == "-12.5000");
    CHECK(number_text(2.5e7) == "2.50e+07");
}

#include <trilobite/report/histogram.hpp>
#include <trilobite/report/svg.hpp>

#include "../catch.hpp"
#include "../io/run_command.hpp"
#include "../io/temporary_directory.hpp"
#include "drawing.hpp"

#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

using namespace trilobite;
using namespace trilobite::report;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

const figure rates{
    .title = "Rates",
    .x_label = "step",
    .y_label = "rate",
    .series = {{.name = "first", .x = {}, .y = {1, 2, 4, 3}}, {.name = "second", .x = {0, 3}, .y = {2, 3}}},
    .notes = {{2, 4, "the greatest"}}};

/// What Python's XML parser finds in a picture: its size, title and words.
std::string words_of(const std::string& picture) {
    const temporary_directory directory;
    REQUIRE(write_file(directory / "picture.svg", picture));
    const auto [status, output] = run_python(__FILE__, "check_svg.py", directory / "picture.svg");
    INFO(output);
    CHECK(status == 0);
    return output;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

}

TEST_CASE("a figure is an SVG with its words and numbers", "[report]") {
    if (!gnuplot_is_here())
        return;
    const auto picture = svg(rates);
    REQUIRE(picture);
    CHECK(picture->starts_with("<svg class=\"figure\""));
    CHECK(words_of(*picture) == "400 290 0 0 400 290\ntitle: Rates\n1\n2\n3\n4\n0\n1\n2\n3\nRates\nrate\nstep\nfirst\n"
                                "second\nthe greatest\n");
}

TEST_CASE("the same figure has the same bytes", "[report]") {
    if (!gnuplot_is_here())
        return;
    CHECK(*svg(rates) == *svg(rates));
}

TEST_CASE("words are drawn as they are, whatever they are", "[report]") {
    if (!gnuplot_is_here())
        return;
    const temporary_directory directory;
    const auto trap = (directory / "trap").string();
    const std::vector<std::string> wild{"it's <b> & \"quoted\" \\n {/:Bold x}_2^2 @a $b %c #d", "`touch " + trap + "`",
                                        "'; system('touch " + trap + "'); '", "<script>alert(1)</script>",
                                        "\xC3\xA9\xE2\x82\xAC"};
    for (const std::string& word : wild) {
        const auto picture = svg({.title = word,
                                  .x_label = word,
                                  .y_label = word,
                                  .series = {{.name = word, .x = {}, .y = {1, 2}}},
                                  .notes = {{0, 1, word}},
                                  .x_names = {word, "b"},
                                  .width = 1600});
        REQUIRE(picture);
        INFO(words_of(*picture));
        CHECK(count(words_of(*picture), word + "\n") == 7); // the two titles, labels, name, note, name of a place
    }
    CHECK(directory.files() == 0);
    const auto broken = svg({.title = "a\nb\xFF", .series = {{.name = "", .x = {}, .y = {1, 2}}}});
    REQUIRE(broken);
    CHECK(words_of(*broken).find("title: a b\xEF\xBF\xBD\n") != std::string::npos);
}

TEST_CASE("panels share a picture", "[report]") {
    if (!gnuplot_is_here())
        return;
    figure other = rates;
    other.title = "Others";
    const std::vector<figure> panels{rates, other, rates};
    const std::string row = words_of(*svg(panels)), column = words_of(*svg(panels, 1)),
                      square = words_of(*svg(panels, 2));
    CHECK(row.starts_with("1200 290 0 0 1200 290\ntitle: Rates, Others, Rates\n"));
    CHECK(column.starts_with("400 870 "));
    CHECK(square.starts_with("800 580 "));
    CHECK(count(square, "the greatest\n") == 3);
}

TEST_CASE("a note stands near its point, in the plot, and beside the curves", "[report]") {
    using report::detail::place_of_note;
    const report::detail::plot_place words{0.25, 0.1};
    constexpr double line = 0.12;
    const auto same = [](report::detail::note_place found, bool ends_there, int lines_above) {
        return found.ends_there == ends_there && found.lines_above == lines_above;
    };
    CHECK(same(place_of_note({0.2, 0.2}, words, line, {}), false, 1));
    CHECK(same(place_of_note({0.9, 0.8}, words, line, {}), true, -1));
    CHECK(same(place_of_note({0.2, 0.2}, words, line, {{{0, 0.32}, {1, 0.32}}}), false, -1));
    CHECK(same(place_of_note({1, 0}, words, line, {}), true, 1)); // not below the plot, nor beside it
    // Two curves that fall to the right edge: words between them would be crossed out.
    CHECK(same(place_of_note({1, 0}, words, line, {{{0, 0.17}, {1, 0}}, {{0, 0.83}, {1, 0.1}}}), true, 3));
}

TEST_CASE("what is no number is a gap", "[report]") {
    if (!gnuplot_is_here())
        return;
    const auto strokes = [](std::vector<double> y, bool log_y) {
        const std::string picture = *svg({.title = "", .log_y = log_y, .series = {{"", {}, std::move(y)}}});
        const std::size_t curve = picture.find("rgb(  0, 114, 178)");
        return count(picture.substr(curve, picture.find('>', curve) - curve), "M");
    };
    CHECK(strokes({1, 2, 3, 4, 5}, false) == 1);
    CHECK(strokes({1, 2, nothing, 4, 5}, false) == 2);
    CHECK(strokes({1, 2, std::numeric_limits<double>::infinity(), 4, 5}, false) == 2);
    CHECK(strokes({1, 2, 0, 4, 5}, false) == 1);
    CHECK(strokes({1, 2, 0, 4, 5}, true) == 2);
    CHECK(strokes({1, 2, -1, 4, 5}, true) == 2);
}

TEST_CASE("a series without values leaves the others alone", "[report]") {
    if (!gnuplot_is_here())
        return;
    const auto picture =
        svg({.title = "", .series = {{"none", {}, {}}, {"gaps", {}, {nothing}}, {"some", {}, {1, 2}}}});
    REQUIRE(picture);
    CHECK(words_of(*picture).find("\nsome\n") != std::string::npos);
}

TEST_CASE("bars stand on zero, points have room, and a logarithmic axis shows powers", "[report]") {
    if (!gnuplot_is_here())
        return;
    const auto bars = words_of(*svg({.title = "", .series = {{"", {}, {98, 99}, mark::bars}}, .x_names = {"a", "b"}}));
    CHECK(bars.find("\n0\n") != std::string::npos);
    CHECK(bars.find("\na\nb\n") != std::string::npos);
    const auto powers = words_of(*svg({.title = "", .log_y = true, .series = {{"", {}, {1e-4, 1}}}}));
    CHECK(powers.find("\n0.0001\n0.001\n0.01\n0.1\n1\n") != std::string::npos);
    const std::string dots = *svg({.title = "", .series = {{"", {}, {1, 2, 3}, mark::points}}});
    CHECK(count(dots, "<use xlink:href='#gpPt6'") == 3);
}

TEST_CASE("a histogram counts values into bars of one width", "[report]") {
    const series bars = histogram("h", std::vector<float>{0, 0.1f, 0.9f, 1, 2, NAN, INFINITY}, 2);
    CHECK(bars.x == std::vector<double>{0.5, 1.5});
    CHECK(bars.y == std::vector<double>{3, 2});
    CHECK(bars.drawn_as == mark::bars);
    const series one = histogram("h", std::vector<double>{3, 3});
    CHECK(one.x == std::vector<double>{3});
    CHECK(one.y == std::vector<double>{2});
    CHECK(histogram("h", std::vector<double>{}).y.empty());
}

TEST_CASE("what cannot be drawn is said in words", "[report]") {
    CHECK(svg(std::vector<figure>{}).error() == "a picture has at least one panel");
    CHECK(svg({.title = "Empty"}).error() == "figure 'Empty' has nothing that can be drawn");
    CHECK(svg({.title = "NaN", .series = {{"", {}, {nothing}}}}).error() ==
          "figure 'NaN' has nothing that can be drawn");
    CHECK(svg({.title = "Log", .log_y = true, .series = {{"", {}, {0, -1}}}}).error() ==
          "figure 'Log' has nothing that can be drawn");
    CHECK(svg({.title = "Uneven", .series = {{"s", {1}, {1, 2}}}}).error() ==
          "figure 'Uneven': series 's' has 1 x and 2 y");
}

TEST_CASE("without gnuplot a figure fails, and says how to get it", "[report]") {
    const std::string path = std::getenv("PATH");
    setenv("PATH", "/nonexistent", 1);
    const auto picture = svg(rates);
    const auto saved = save(rates, "rates.svg");
    setenv("PATH", path.c_str(), 1);
    REQUIRE(!picture);
    CHECK(picture.error() == "figures are drawn by gnuplot, which is not installed; on Debian and Ubuntu: "
                             "apt-get install gnuplot-nox");
    CHECK(saved.error() == "rates.svg: " + picture.error());
}

TEST_CASE("gnuplot's complaints are handed on", "[report]") {
    if (!gnuplot_is_here())
        return;
    const auto drawn = report::detail::run_gnuplot("nonsense\n");
    REQUIRE(!drawn);
    CHECK(drawn.error().starts_with("gnuplot failed: "));
    CHECK(drawn.error().find("nonsense") != std::string::npos);
}

TEST_CASE("a figure is saved whole or not at all", "[report]") {
    if (!gnuplot_is_here())
        return;
    const temporary_directory directory;
    const auto saved = save(rates, directory / "rates.svg");
    REQUIRE(saved);
    CHECK(contents(*saved) == *svg(rates));
    CHECK(save(figure{.title = "Empty"}, directory / "rates.svg").error() ==
          (directory / "rates.svg").string() + ": figure 'Empty' has nothing that can be drawn");
    CHECK(contents(*saved) == *svg(rates));
    CHECK(save(rates, directory / "none/rates.svg").error() ==
          (directory / "none/rates.svg").string() + ": cannot be opened for writing: No such file or directory");
    CHECK(directory.files() == 1);
}

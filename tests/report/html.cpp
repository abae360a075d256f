#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/report/html.hpp>

#include "../catch.hpp"
#include "../io/run_command.hpp"
#include "../io/temporary_directory.hpp"
#include "drawing.hpp"

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

using namespace trilobite;

namespace {

/// What Python's HTML parser finds: a run of words a line, with a line end before the first.
std::string words_of(const report::page& page) {
    const temporary_directory directory;
    REQUIRE(save(page, directory / "page.html"));
    const auto [status, output] = run_python(__FILE__, "check_html.py", directory / "page.html");
    INFO(output);
    CHECK(status == 0);
    return "\n" + output;
}

bool has(const std::string& words, const std::string& part) {
    return words.find("\n" + part + "\n") != std::string::npos;
}

history<float> history_of(std::vector<epoch_record<float>> epochs, fit_status status = fit_status::completed) {
    history<float> all;
    all.status = status;
    all.epochs = std::move(epochs);
    for (auto& epoch : all.epochs) // in these tests, what is zero was not measured
        epoch.validated = epoch.validation.cost != 0 || epoch.validation.accuracy != 0;
    return all;
}

const auto two_epochs =
    history_of({{1, {0.5f, 0.25f}, {0.0625f, 0.125f}}, {2, {0.25f, 0.5f}, {0.00075f, 0.375f}}}, fit_status::stopped);

}

TEST_CASE("base64 is that of RFC 4648", "[report]") {
    const std::vector<std::string> letters{"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (std::size_t size = 0; size < letters.size(); ++size)
        CHECK(report::base64(std::string_view("foobar").substr(0, size)) == letters[size]);
    CHECK(report::base64("\xFB\xFF\xFE") == "+//+");
}

TEST_CASE("an empty page has its title and its time", "[report]") {
    tzset();
    const std::time_t noon = 43200 + timezone; // of the first of January 1970, here
    CHECK(words_of(report::page("A title", std::chrono::system_clock::from_time_t(noon))) ==
          "\nA title\nA title\n1970-01-01 12:00\n");
}

TEST_CASE("a page is one file, closed tag by tag, and needs nothing from elsewhere", "[report]") {
    using net_type = network<input<3>, dense<2>, softmax>;
    const std::vector<std::uint8_t> pixels{0, 255, 128, 0, 1, 2};
    const std::vector<grey_image> images{{pixels, 2, 3}, {pixels, 3, 2}};
    const std::vector<std::string> captions{"a 1, taken for a 7"};
    confusion_matrix<2> matrix;
    matrix.counts = {{{1980, 20}, {0, 5}}};
    const std::string_view labels[]{"cat", "dog"};

    report::page page("Run");
    page.options({{"network", "small"}, {"epochs", "2"}});
    page.network<net_type>();
    page.training(two_epochs);
    page.confusion(matrix, labels);
    page.images("Misread", images, captions);
    page.figure("Own",
                std::string("<?xml version=\"1.0\"?>\n<svg id=\"a\"><defs><g id='b'/></defs><use href=\"#b\"/></svg>"));
    page.figure("Again", std::string("<svg id=\"a\"><text>drawn</text></svg>"));
    page.figure("Nothing", report::figure{.title = "Empty"});
    const std::string words = words_of(page);

    CHECK(has(words, "Options\nnetwork\nsmall\nepochs\n2"));
    CHECK(has(words, "Network\nlayer\noutput\nparameters\ninput\n(None, 3)\n0\ndense<2>\n(None, 2)\n8\nsoftmax\n"
                     "(None, 2)\n0\n8 parameters, 8 of them trained."));
    CHECK(has(words,
              "Training\nvalidation accuracy\n37.50 %\nvalidation cost\n7.50e-04\nepochs\n2\n"
              "After the last epoch, where a callback stopped the training. The least validation cost, 7.50e-04, "
              "was that of epoch 2."));
    CHECK(has(words, "epoch\ntraining cost\naccuracy\nvalidation cost\naccuracy\n1\n0.5000\n0.2500\n0.0625\n0.1250\n2\n"
                     "0.2500\n0.5000\n7.50e-04\n0.3750"));
    CHECK(has(words,
              "Confusion\n1,985 of 2,005 are right, 99.00 %. A row for each class, a column for each that it was "
              "taken for.\ntrue\ncat\ndog\nrecall\ncat\n1,980\n20\n99.0 %\ndog\n5\n100.0 %"));
    // Ink is 255, and a PNG's black is 0.
    CHECK(has(words, "Misread\n3x2 ff007ffffefd\na 1, taken for a 7\n2x3 ff007ffffefd"));
    CHECK(has(words, "Own\nAgain\ndrawn\nNothing\nfigure 'Empty' has nothing that can be drawn"));
    CHECK(page.html().find("<?xml") == std::string::npos);
}

TEST_CASE("the curves stand in the page", "[report]") {
    if (!gnuplot_is_here())
        return;
    const std::string words = words_of(report::page("Run").training(two_epochs));
    CHECK(has(words, "epoch 2: 7.50e-04"));
    CHECK(has(words, "epoch 2: 0.3750"));
}

TEST_CASE("words are escaped, wherever they stand", "[report]") {
    const std::string wild = "</style></title><script>alert('1')</script> & \"quoted\" &amp;";
    const std::vector<std::uint8_t> pixel{0};
    const std::vector<grey_image> images{{pixel, 1, 1}};
    const std::vector<std::string> captions{wild};
    const std::string_view labels[]{wild, wild};
    report::page page(wild);
    page.options({{wild, wild}});
    page.confusion(confusion_matrix<2>{}, labels);
    page.images(wild, images, captions);
    page.figure(wild, failure{wild});
    const std::string words = words_of(page);
    std::size_t count = 0;
    for (std::size_t at = words.find(wild + "\n"); at != words.npos; at = words.find(wild + "\n", at + 1))
        ++count;
    CHECK(count == 12); // 2 titles, 2 of the option, 4 labels, heading and caption of the images, heading and failure
}

TEST_CASE("a training that came to nothing says why", "[report]") {
    CHECK(has(words_of(report::page("").training(history_of({}))), "Nothing was trained."));
    CHECK(has(words_of(report::page("").training(history_of({}, fit_status::no_data))),
              "Nothing was trained: there is not one training sample."));
    CHECK(has(words_of(report::page("").training(history_of({}, fit_status::data_do_not_fit))),
              "Nothing was trained: the data do not fit the network."));

    history<float> broken = history_of({}, fit_status::not_finite);
    broken.fault = {.what = training_fault::kind::cost, .epoch = 1, .batch = 3, .layer = 2};
    CHECK(has(words_of(report::page("").training(broken)),
              "Stopped in mini-batch 3 of epoch 1, where the cost was not finite any more."));
    broken.fault.what = training_fault::kind::parameter;
    CHECK(has(words_of(report::page("").training(broken)),
              "Stopped in mini-batch 3 of epoch 1, where a parameter was not finite any more."));
}

TEST_CASE("without validation data a page has none of its columns", "[report]") {
    const std::string words = words_of(report::page("").training(history_of({{1, {0.5f, 0.25f}, {}}})));
    CHECK(has(words, "training accuracy\n25.00 %\ntraining cost\n0.5000\nepochs\n1\nAfter the last epoch. The least "
                     "training cost, 0.5000, was that of epoch 1."));
    CHECK(has(words, "epoch\ntraining cost\naccuracy\n1\n0.5000\n0.2500"));
    CHECK(words.find("validation") == words.npos);
}

TEST_CASE("a page that cannot be saved says why, and leaves nothing", "[report]") {
    const temporary_directory directory;
    CHECK(save(report::page(""), directory / "none/page.html").error() ==
          (directory / "none/page.html").string() + ": cannot be opened for writing: No such file or directory");
    CHECK(directory.files() == 0);
    const auto saved = save(report::page(""), directory / "page.html");
    REQUIRE(saved);
    CHECK(*saved == directory / "page.html");
    CHECK(directory.files() == 1);
}

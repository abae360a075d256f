#include <trilobite/io/confusion.hpp>

#include "../catch.hpp"

#include <sstream>
#include <string_view>

using namespace trilobite;

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

#include <trilobite/data/csv.hpp>

#include "../catch.hpp"
#include "temporary_file.hpp"

#include <cstddef>
#include <cstdint>
#include <locale>
#include <string>
#include <utility>
#include <vector>

using trilobite::result;
using trilobite::data::csv_options;
using trilobite::data::csv_table;
using trilobite::data::read_csv;

namespace {

struct csv_temporary : temporary_file {
    template <class T = float>
    result<csv_table<T>> read(const std::string& contents, const csv_options& options = {}) const {
        write(contents);
        return read_csv<T>(path(), options);
    }
    std::string error(const std::string& contents, const csv_options& options = {}) const {
        return error_of(read(contents, options));
    }
};

using names = std::vector<std::string>;
using floats = std::vector<float>;

}

TEST_CASE("a CSV file is read, plain and compressed", "[data]") {
    const csv_temporary file;
    const std::string contents = "a,b,c\n1,2.5,-3e2\n4,5,6\n";
    const bytes packed = compressed({contents.begin(), contents.end()});
    for (const std::string& stored : {contents, std::string(packed.begin(), packed.end())}) {
        const auto table = file.read(stored);
        REQUIRE(table);
        CHECK(table->names == names{"a", "b", "c"});
        CHECK(table->rows() == 2);
        CHECK(table->values == floats{1, 2.5f, -300, 4, 5, 6});
        CHECK(table->categories == std::vector<names>(3));
    }
}

TEST_CASE("columns of a table are chosen by name", "[data]") {
    const csv_temporary file;
    const auto table = file.read("a,b,c\n1,2,3\n4,5,6\n");
    REQUIRE(table);
    CHECK(*table->columns({"c", "a"}) == floats{3, 1, 6, 4});
    CHECK(*table->columns({"b"}) == floats{2, 5});
    CHECK(*table->columns({"b", "b"}) == floats{2, 2, 5, 5});
    CHECK(*table->columns_but({"b"}) == floats{1, 3, 4, 6});
    CHECK(*table->columns_but({}) == table->values);
    CHECK(table->columns({})->empty());
    CHECK(table->columns({"a", "d"}).error() == R"(no column is called "d"; there are "a", "b", "c")");
    CHECK(table->columns_but({"A"}).error() == R"(no column is called "A"; there are "a", "b", "c")");
}

TEST_CASE("quotes, line ends and blanks of a CSV file are what RFC 4180 says", "[data]") {
    const csv_temporary file;
    const floats values{1, 2, 3, 4};
    // Line feeds, carriage returns before them, no end of the last line, blank lines at the end, a byte order mark.
    for (const char* contents : {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4",
                                 "a,b\n1,2\n3,4\n\n", "a,b\r\n1,2\r\n3,4\r\n\r\n\r\n",
                                 "\xEF\xBB\xBF"
                                 "a,b\n1,2\n3,4\n",
                                 "a, b\n 1 ,\t2\n3,4 \n", "\"a\",\"b\"\n\"1\",\"2\"\n\"3\" ,\t\"4\"\n"}) {
        INFO(contents);
        const auto table = file.read(contents);
        REQUIRE(table);
        CHECK(table->names == names{"a", "b"});
        CHECK(table->values == values);
    }

    const auto quoted = file.read("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\" c \",\"\"\n1,2,3,4,5\n");
    REQUIRE(quoted);
    CHECK(quoted->names == names{"a,b", "say \"hi\"", "two\nlines", " c ", ""});

    CHECK(file.error("a\n\"1") == "line 2: a quote is never closed");
    CHECK(file.error("a\n\"1\n2\n\n") == "line 2: a quote is never closed");
    CHECK(file.error("a\n\"1\"2\n") == "line 2: expected a separator or the end of the line after a quoted field");
    CHECK(file.error("a\n1\"2\"\n") == "line 2: a quote in the middle of a field: expected the whole field in quotes");
    CHECK(file.error("a\r1\r2\r") == "line 1: a carriage return without a line feed");
    CHECK(file.error("a,b\n1,2\n\n\n3,4\n") == "line 3: the line is blank, and others follow it");
    CHECK(file.error("\na,b\n1,2\n") == "line 1: the line is blank, and others follow it");
}

TEST_CASE("fields of a CSV file may be separated by something else", "[data]") {
    const csv_temporary file;
    const auto semicolons = file.read("a;b,c\n1;2\n", {.separator = ';'});
    REQUIRE(semicolons);
    CHECK(semicolons->names == names{"a", "b,c"});
    CHECK(semicolons->values == floats{1, 2});
    const auto tabs = file.read("a\tb\tc\n1\t2 \t 3\n", {.separator = '\t'});
    REQUIRE(tabs);
    CHECK(tabs->values == floats{1, 2, 3});
    CHECK(file.error("a\tb\n1\t\n", {.separator = '\t'}) == R"(line 2: column "b": the value is missing)");
    // A decimal comma is not a number.
    CHECK(file.error("a;b\n1,5;2\n", {.separator = ';'}) == R"(line 2: column "a": expected a number, found "1,5")");
}

TEST_CASE("numbers of a CSV file are rounded correctly, in both types", "[data]") {
    const csv_temporary file;
    // 2^24 + 1 is a tie, which goes to the even neighbour; a little more is not.
    const std::string contents = "a\n16777217\n16777217.0000001\n0.1\n+.5\n1.\n-0\n1e-45\n1e-46\n-1e-400\n";
    const auto single = file.read(contents);
    REQUIRE(single);
    CHECK(single->values == floats{16777216, 16777218, 0.1f, 0.5f, 1, 0, 1.4012985e-45f, 0, 0});
    const auto twice = file.read<double>(contents);
    REQUIRE(twice);
    CHECK(twice->values == std::vector<double>{16777217, 16777217.0000001, 0.1, 0.5, 1, 0, 1e-45, 1e-46, 0});
    CHECK(file.error("a\n1e39\n") == R"(line 2: column "a": expected a number, found "1e39")");
    CHECK(file.read<double>("a\n1e39\n"));
    CHECK(!file.read<double>("a\n1e309\n"));
}

TEST_CASE("a CSV file is read alike under every locale", "[data]") {
    struct commas : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    const csv_temporary file;
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new commas));
    const auto table = file.read("a\n1234.5\n");
    std::locale::global(before);
    REQUIRE(table);
    CHECK(table->values == floats{1234.5f});
}

TEST_CASE("what is no finite number is refused", "[data]") {
    const csv_temporary file;
    for (const char* text :
         {"x", "1x", "1 2", "0x10", "inf", "-infinity", "nan(1)", "1e", "--1", "+-1", "++1", "1_000"}) {
        const std::string error = R"(line 3: column "b": expected a number, found ")" + std::string(text) + '"';
        CHECK(file.error("a,b\n1,2\n3," + std::string(text) + "\n") == error);
    }
    CHECK(file.error("a\n" + std::string(100, '7') + 'x') ==
          R"(line 2: column "a": expected a number, found ")" + std::string(40, '7') + "...\"");
    // A record is named by its first line, also after one that has several.
    CHECK(file.error("\"a\n\n\",b\n1,2\n\"\n\",2\n") == "line 5: column \"a\n\n\": expected a number, found \"\n\"");
}

TEST_CASE("missing values are refused, or filled in", "[data]") {
    const csv_temporary file;
    for (const char* text : {"NA", "NaN", "nan", "?"})
        CHECK(file.error("a,b\n1,2\n" + std::string(text) + ",3\n") ==
              R"(line 3: column "a": the value is missing: found ")" + std::string(text) + '"');
    const std::string contents = "a,b\n1,\n\"\",4\nNA, ? \n";
    CHECK(file.error(contents) == R"(line 2: column "b": the value is missing)");
    const auto filled = file.read(contents, {.fill = -0.5});
    REQUIRE(filled);
    CHECK(filled->values == floats{1, -0.5f, -0.5f, 4, -0.5f, -0.5f});

    const auto own = file.read("a\n-999\n1\n", {.missing = {"-999"}, .fill = 0});
    REQUIRE(own);
    CHECK(own->values == floats{0, 1});
    CHECK(file.error("a\nNA\n", {.missing = {"-999"}, .fill = 0}) ==
          R"(line 2: column "a": expected a number, found "NA")");
    // A word that is missing is no class, and nothing can take its place.
    CHECK(file.error("a,b\nx,1\nNA,2\n", {.text = {"a"}, .fill = 0}) ==
          R"(line 3: column "a": the value is missing: found "NA")");
}

TEST_CASE("words become class numbers in the order in which they appear", "[data]") {
    const csv_temporary file;
    const auto table = file.read("size,kind,mood\n1,iris,good\n2,\"dog rose\",bad\n3,iris,bad\n4,aster,good\n",
                                 {.text = {"mood", "kind"}});
    REQUIRE(table);
    CHECK(table->categories == std::vector<names>{{}, {"iris", "dog rose", "aster"}, {"good", "bad"}});
    CHECK(table->values == floats{1, 0, 0, 2, 1, 1, 3, 0, 1, 4, 2, 0});
    CHECK(*table->classes("kind") == std::vector<std::uint32_t>{0, 1, 0, 2});
    CHECK(*table->classes("size") == std::vector<std::uint32_t>{1, 2, 3, 4});
    CHECK(table->classes("colour").error() == R"(no column is called "colour"; there are "size", "kind", "mood")");
    CHECK(file.error("a,b\n1,2\n", {.text = {"c"}}) == R"(line 1: expected a column of words called "c", found none)");

    for (const char* value : {"1.5", "-1", "1e9"}) {
        const auto numbers = file.read("a\n2\n" + std::string(value) + "\n");
        REQUIRE(numbers);
        CHECK(numbers->classes("a").error().starts_with(R"(column "a", row 2: expected a class number, found )"));
    }
}

TEST_CASE("more words than classes can be are refused", "[data]") {
    const csv_temporary file;
    std::string contents = "word\n";
    for (std::size_t i = 0; i < trilobite::data::csv_max_categories; ++i)
        contents += "w" + std::to_string(i) + "\n";
    const auto most = file.read(contents, {.text = {"word"}});
    REQUIRE(most);
    CHECK(most->categories[0].size() == 65'536);
    CHECK(most->values.back() == 65'535);
    CHECK(file.error(contents + "w7\n", {.text = {"word"}}) == "none");
    CHECK(file.error(contents + "one more\n", {.text = {"word"}}) ==
          R"(line 65538: column "word": expected at most 65536 different words, found more)");
}

TEST_CASE("a CSV file that is no table is refused", "[data]") {
    const csv_temporary file;
    CHECK(file.error_of(read_csv(file.path())) == "expected a CSV file, found no such file");
    CHECK(file.error("") == "the file is empty: expected the names of the columns");
    CHECK(file.error("\n\r\n") == "the file is empty: expected the names of the columns");
    CHECK(file.error("a,b,c\n1,2,3\n4,5\n") == "line 3: expected 3 fields, as in the header, found 2");
    CHECK(file.error("a,b,c\n1,2,3\n4,5,6,\n") == "line 3: expected 3 fields, as in the header, found 4");
    CHECK(file.error("a,b,a\n1,2,3\n") == R"(line 1: two columns are called "a")");
    const auto empty = file.read("a,b");
    REQUIRE(empty);
    CHECK(empty->rows() == 0);
    CHECK(empty->columns({"b"})->empty());

    const std::string folder = file.path().parent_path().string();
    CHECK(read_csv(folder).error() == folder + ": expected a CSV file, found a directory");
}

TEST_CASE("a compressed CSV file that breaks off is refused, wherever it does", "[data]") {
    const csv_temporary file;
    std::string contents = "a\n";
    for (int i = 0; i < 100; ++i)
        contents += std::to_string(i * i) + "\n";
    const bytes packed = compressed({contents.begin(), contents.end()});
    for (std::size_t size = 2; size < packed.size(); ++size)
        CHECK(file.error({packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size)}) != "none");
    CHECK(file.error({packed.begin(), packed.end() - 1}) == "the gzip stream breaks off before its end");
    CHECK(file.error({packed.begin(), packed.end()}) == "none");
}

TEST_CASE("it does not matter where the pieces end in which a CSV file is read", "[data]") {
    const csv_temporary file;
    constexpr std::size_t piece = 65'536;
    const std::string middle = "\"x\"\"y\"\r\n\"1\"\r\n";
    for (std::size_t before = 0; before <= middle.size(); ++before) {
        // The header begins so that a piece ends after `before` characters of what comes then.
        const std::string name(piece - before - 1, 'n');
        const auto table = file.read(name + "," + middle.substr(0, 8) + "2," + middle.substr(8));
        INFO(before);
        REQUIRE(table);
        CHECK(table->names == names{name, "x\"y"});
        CHECK(table->values == floats{2, 1});
    }

    std::string contents = "a,b\n";
    floats values;
    for (int i = 0; i < 50'000; ++i) {
        contents += std::to_string(i) + "," + std::to_string(i % 1000) + ".25\r\n";
        values.insert(values.end(), {static_cast<float>(i), static_cast<float>(i % 1000) + 0.25f});
    }
    const auto table = file.read(contents);
    REQUIRE(table);
    CHECK((table->values == values));
}

TEST_CASE("a CSV file with any byte changed is refused, or read as a table", "[data]") {
    const csv_temporary file;
    const std::string contents = "\"a\",b,kind\r\n1.5,-2e3,x\r\n\"3\",4,\"y\"\"z\"\n5,6,x\n";
    for (std::size_t i = 0; i < contents.size(); ++i)
        for (const char c : {'"', ',', '\n', '\r', '\0', 'e', '-', '\xFF'}) {
            std::string changed = contents;
            changed[i] = c;
            const auto table = file.read(changed, {.text = {"kind"}});
            INFO("character " << int{c} << " at " << i);
            CHECK((table ? table->values.size() == 3 * table->rows() : !table.error().empty()));
        }
}

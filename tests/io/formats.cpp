// The small formats that the logs are made of.
#include <trilobite/core/crc32c.hpp>
#include <trilobite/io/protobuf.hpp>
#include <trilobite/io/shortest.hpp>
#include <trilobite/io/utf8.hpp>

#include "../catch.hpp"

#include <array>
#include <limits>
#include <string>

using namespace trilobite;

TEST_CASE("CRC-32C is that of RFC 3720, appendix B.4", "[io]") {
    std::string rising, falling;
    for (int i = 0; i < 32; ++i) {
        rising += static_cast<char>(i);
        falling += static_cast<char>(31 - i);
    }
    CHECK(crc32c("") == 0);
    CHECK(crc32c("123456789") == 0xE3069283u);
    CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AAu);
    CHECK(crc32c(std::string(32, '\xFF')) == 0x62A8AB43u);
    CHECK(crc32c(rising) == 0x46DD794Eu);
    CHECK(crc32c(falling) == 0x113FDB5Cu);
}

TEST_CASE("a message is encoded as the protocol buffers' documentation prints it", "[io]") {
    // "Encoding", Test1 {a: 150}, Test2 {b: "testing"}, Test3 {c {a: 150}}.
    protobuf::message test1, test2, test3;
    CHECK(test1.integer(1, 150).bytes() == "\x08\x96\x01");
    CHECK(test2.text(2, "testing").bytes() == "\x12\x07testing");
    CHECK(test3.nested(3, test1).bytes() == "\x1a\x03\x08\x96\x01");
}

TEST_CASE("numbers of a message stand with their lowest byte first", "[io]") {
    using namespace std::string_literals;
    CHECK(protobuf::message().number(1, 1.5).bytes() == "\x09\0\0\0\0\0\0\xf8\x3f"s);
    CHECK(protobuf::message().number(2, 0.5f).bytes() == "\x15\0\0\0\x3f"s);
    CHECK(protobuf::message().numbers(6, std::array{-1.0}).bytes() == "\x32\x08\0\0\0\0\0\0\xf0\xbf"s);
    const std::string largest = protobuf::message().integer(1, std::numeric_limits<std::uint64_t>::max()).bytes();
    CHECK(largest == "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST_CASE("numbers are written as short as they can be read back", "[io]") {
    CHECK(text::shortest(0.1f) == "0.1");
    CHECK(text::shortest(0.1) == "0.1");
    CHECK(text::shortest(static_cast<double>(0.1f)) == "0.10000000149011612");
    CHECK(text::shortest(1e-30f) == "1e-30");
    CHECK(text::shortest(-std::numeric_limits<double>::max()) == "-1.7976931348623157e+308");
    CHECK(text::shortest(std::numeric_limits<float>::quiet_NaN()) == "nan");
    CHECK(text::shortest(-std::numeric_limits<float>::infinity()) == "-inf");
}

TEST_CASE("printable text is UTF-8 on one line", "[io]") {
    const std::string unknown = "\xEF\xBF\xBD";
    const std::string good = "a \xC3\xA9 \xE2\x82\xAC \xF0\x9F\xA6\x90"; // a, e acute, euro, shrimp
    CHECK(text::printable(good) == good);
    CHECK(text::printable("two\nlines\t\x7F") == "two lines  ");
    CHECK(text::printable("\xC3") == unknown);               // breaks off
    CHECK(text::printable("\xC3(") == unknown + "(");        // not continued
    CHECK(text::printable("\xC0\xAF") == unknown + unknown); // two bytes for what takes one
    CHECK(text::printable("\xE0\x80\xAF") == unknown + unknown + unknown);
    CHECK(text::printable("\xED\xA0\x80") == unknown + unknown + unknown); // half of a UTF-16 pair
    CHECK(text::printable("\xF4\x90\x80\x80") == unknown + unknown + unknown + unknown);
    CHECK(text::printable("\xF8") == unknown);
}

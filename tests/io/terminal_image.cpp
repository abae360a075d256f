#include <trilobite/io/terminal_image.hpp>

#include "../catch.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace trilobite;

TEST_CASE("a character shows two pixels, one above the other", "[io]") {
    const std::vector<std::uint8_t> pixels{0, 255, 255, 128, //
                                           0, 255, 0,   128};
    CHECK(draw(grey_image{pixels, 2, 4}) == std::vector<std::string>{" @=+"});
}

TEST_CASE("an odd last row has paper below it", "[io]") {
    const std::vector<std::uint8_t> pixels{255, 0, 255};
    CHECK(draw(grey_image{pixels, 3, 1}).size() == 2);
    CHECK(draw(grey_image{pixels, 3, 1})[0] == draw(grey_image{pixels, 3, 1})[1]);
}

TEST_CASE("every grey has its shade, from paper to ink", "[io]") {
    std::vector<std::uint8_t> pixels(2 * 256);
    for (std::size_t i = 0; i < 256; ++i)
        pixels[i] = pixels[256 + i] = static_cast<std::uint8_t>(i);
    const std::string line = draw(grey_image{pixels, 2, 256})[0];
    CHECK(line.front() == ' ');
    CHECK(line.back() == '@');
    std::string shades = line;
    shades.erase(std::unique(shades.begin(), shades.end()), shades.end());
    CHECK(shades == " .:-=+*#%@");
}

TEST_CASE("images stand side by side under their captions, as many as fit", "[io]") {
    const std::vector<std::uint8_t> ink(4, 255);
    const std::vector<grey_image> images(3, grey_image{ink, 2, 2});
    const std::vector<std::string> captions{"one", "2", "three"};
    CHECK(draw(images, captions, 80) == "one  2   three\n@@   @@  @@\n");
    CHECK(draw(images, captions, 9) == "one  2\n@@   @@\nthree\n@@\n");
    CHECK(draw(images, captions, 1) == "one\n@@\n2\n@@\nthree\n@@\n");
    CHECK(draw(images, {}, 80) == "\n@@  @@  @@\n");
    CHECK(draw({}, captions).empty());
}

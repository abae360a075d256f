#include <trilobite/data/mnist.hpp>

#include "../catch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <zlib.h>

using trilobite::data::digits;
using trilobite::data::load_mnist;
using trilobite::data::mnist_directory;

namespace {

/// A directory with a sound data set, of three training pictures and two test pictures; it is removed at the end.
class small_mnist {
public:
    small_mnist() {
        std::random_device random;
        path_ = std::filesystem::temp_directory_path() /
                ("trilobite-mnist-" + std::to_string(random()) + "-" + std::to_string(random()));
        std::filesystem::create_directory(path_);
        write("train-images-idx3-ubyte", {3, 28, 28}, std::string(3 * 28 * 28, '\1'));
        write("train-labels-idx1-ubyte", {3}, {5, 0, 9});
        write("t10k-images-idx3-ubyte", {2, 28, 28}, std::string(2 * 28 * 28, '\2'));
        write("t10k-labels-idx1-ubyte", {2}, {7, 2});
    }
    ~small_mnist() { std::filesystem::remove_all(path_); }
    small_mnist(const small_mnist&) = delete;
    small_mnist& operator=(const small_mnist&) = delete;

    const std::filesystem::path& path() const { return path_; }

    void write(const std::string& name, const std::vector<unsigned>& extents, const std::string& values) const {
        std::ofstream(path_ / name, std::ios::binary) << contents(extents, values);
    }

    void write_compressed(const std::string& name, const std::vector<unsigned>& extents,
                          const std::string& values) const {
        const std::string uncompressed = contents(extents, values);
        gzFile file = gzopen((path_ / name).string().c_str(), "wb");
        REQUIRE(file != nullptr);
        const auto size = static_cast<unsigned>(uncompressed.size());
        CHECK(gzwrite(file, uncompressed.data(), size) == static_cast<int>(size));
        CHECK(gzclose(file) == Z_OK);
    }

    void remove(const std::string& name) const { std::filesystem::remove(path_ / name); }

    /// The error of loading it, with the directory's name left out.
    std::string error() const {
        const auto loaded = load_mnist(path_);
        std::string text = loaded ? "none" : loaded.error();
        const std::string directory = path_.string();
        for (std::size_t at = text.find(directory); at != std::string::npos; at = text.find(directory))
            text.erase(at, directory.size());
        return text;
    }

private:
    static std::string contents(const std::vector<unsigned>& extents, const std::string& values) {
        std::string file = {0, 0, 8, static_cast<char>(extents.size())};
        for (const unsigned extent : extents)
            for (const int shift : {24, 16, 8, 0})
                file += static_cast<char>(extent >> shift & 255);
        return file + values;
    }

    std::filesystem::path path_;
};

/// Sets an environment variable, or unsets it, and puts it back in the end.
class environment {
public:
    environment(const char* name, std::optional<std::string> value) : name_(name) {
        if (const char* before = std::getenv(name))
            before_ = before;
        set(value);
    }
    ~environment() { set(before_); }
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;

private:
    void set(const std::optional<std::string>& value) const {
        if (value)
            setenv(name_, value->c_str(), 1);
        else
            unsetenv(name_);
    }

    const char* name_;
    std::optional<std::string> before_;
};

/// Where the real files are: where the user says, or else where the build says.
std::optional<std::filesystem::path> real_files() {
    std::optional<std::filesystem::path> directory = mnist_directory();
#ifdef TRILOBITE_TEST_MNIST
    if (!directory)
        directory = TRILOBITE_TEST_MNIST;
#endif
    if (directory && !std::filesystem::exists(*directory))
        directory.reset();
    return directory;
}

}

TEST_CASE("the directory of MNIST is asked of the environment", "[data]") {
    {
        const environment unset("TRILOBITE_MNIST", std::nullopt);
        CHECK(mnist_directory() == std::nullopt);
    }
    {
        const environment empty("TRILOBITE_MNIST", "");
        CHECK(mnist_directory() == std::nullopt);
    }
    const environment named("TRILOBITE_MNIST", "some/where");
    CHECK(mnist_directory() == std::filesystem::path("some/where"));
}

TEST_CASE("MNIST is loaded from plain and from compressed files", "[data]") {
    const small_mnist files;
    for (const bool compress : {false, true}) {
        if (compress) {
            files.remove("train-images-idx3-ubyte");
            files.write_compressed("train-images-idx3-ubyte.gz", {3, 28, 28}, std::string(3 * 28 * 28, '\1'));
            files.remove("t10k-labels-idx1-ubyte");
            files.write_compressed("t10k-labels-idx1-ubyte.gz", {2}, {7, 2});
        }
        const auto loaded = load_mnist(files.path());
        REQUIRE(loaded);
        CHECK(loaded->training.rows == 28);
        CHECK(loaded->training.columns == 28);
        CHECK(loaded->training.labels == std::vector<std::uint8_t>{5, 0, 9});
        CHECK(loaded->training.pixels == std::vector<std::uint8_t>(3 * 28 * 28, 1));
        CHECK(loaded->test.labels == std::vector<std::uint8_t>{7, 2});
        CHECK(loaded->test.pixels == std::vector<std::uint8_t>(2 * 28 * 28, 2));
    }
}

TEST_CASE("a missing file of MNIST is named", "[data]") {
    for (const std::string name :
         {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}) {
        const small_mnist files;
        files.remove(name);
        CHECK(files.error() == ": expected " + name + " or " + name + ".gz, found neither");
    }
    const auto nowhere = load_mnist("no/such/directory");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error() ==
          "no/such/directory: expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz, found neither");
}

TEST_CASE("a file of MNIST that is not what it should be is refused", "[data]") {
    const small_mnist files;
    CHECK(files.error() == "none");

    SECTION("no IDX file") {
        std::ofstream(files.path() / "t10k-images-idx3-ubyte", std::ios::binary) << "<html>";
        CHECK(files.error() == "/t10k-images-idx3-ubyte: not an IDX file: expected it to begin with the bytes "
                               "00 00 08, found 3c 68 74 6d");
    }
    SECTION("labels that break off") {
        files.write("train-labels-idx1-ubyte", {3}, {5, 0});
        CHECK(files.error() ==
              "/train-labels-idx1-ubyte: the data of extents 3 is truncated: expected 3 bytes, found 2");
    }
    SECTION("labels where images should be") {
        files.write("train-images-idx3-ubyte", {3}, {5, 0, 9});
        CHECK(files.error() == "/train-images-idx3-ubyte: expected images, of rank 3, found rank 1");
    }
    SECTION("images where labels should be") {
        files.write("t10k-labels-idx1-ubyte", {2, 28, 28}, std::string(2 * 28 * 28, '\2'));
        CHECK(files.error() == "/t10k-labels-idx1-ubyte: expected labels, of rank 1, found rank 3");
    }
    SECTION("images of another size") {
        files.write("train-images-idx3-ubyte", {3, 28, 27}, std::string(3 * 28 * 27, '\1'));
        CHECK(files.error() == "/train-images-idx3-ubyte: expected images of 28 x 28 pixels, found 28 x 27");
        files.write("train-images-idx3-ubyte", {3, 32, 28}, std::string(3 * 32 * 28, '\1'));
        CHECK(files.error() == "/train-images-idx3-ubyte: expected images of 28 x 28 pixels, found 32 x 28");
    }
    SECTION("another number of labels than of images") {
        files.write("t10k-labels-idx1-ubyte", {3}, {7, 2, 1});
        CHECK(files.error() == "/t10k-labels-idx1-ubyte: expected 2 labels, as many as /t10k-images-idx3-ubyte has "
                               "images, found 3");
    }
    SECTION("a label that is no digit") {
        files.write("train-labels-idx1-ubyte", {3}, {5, 10, 11});
        CHECK(files.error() == "/train-labels-idx1-ubyte: expected labels from 0 to 9, found 10 at index 1");
    }
}

TEST_CASE("the real MNIST is read as others read it", "[data]") {
    const auto directory = real_files();
    if (!directory) {
        WARN("skipped: the files of MNIST are not here; set TRILOBITE_MNIST to their directory");
        return;
    }
    const auto loaded = load_mnist(*directory);
    if (!loaded)
        FAIL(loaded.error());

    const digits& mnist = *loaded;
    CHECK(mnist.training.size() == 60000);
    CHECK(mnist.training.pixels.size() == 60000 * 28 * 28);
    CHECK(mnist.test.size() == 10000);
    CHECK(mnist.test.pixels.size() == 10000 * 28 * 28);

    const std::vector<std::uint8_t> first(mnist.training.labels.begin(), mnist.training.labels.begin() + 12);
    CHECK(first == std::vector<std::uint8_t>{5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5});
    CHECK(mnist.training.labels[39235] == 3);

    CHECK(mnist.test.labels[0] == 7);
    const auto row = mnist.test.image(0).subspan(7 * 28, 28);
    const std::array<std::uint8_t, 6> stroke = {84, 185, 159, 151, 60, 36};
    CHECK(std::search(row.begin(), row.end(), stroke.begin(), stroke.end()) != row.end());
}

// load_mnist: a directory of four files. An input is all four, each behind its size in two bytes.

#include "fuzz.hpp"

#include <trilobite/data/mnist.hpp>

#include <algorithm>
#include <array>

using namespace trilobite::data;

namespace {

constexpr std::array names{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                           "t10k-labels-idx1-ubyte"};

/// The names of the data set in a directory of their own, for files that stand in memory.
struct directory {
    std::filesystem::path path;
    std::array<memory_file, names.size()> files;

    directory() {
        std::string name = (std::filesystem::temp_directory_path() / "fuzz-XXXXXX").string();
        require(mkdtemp(name.data()) != nullptr);
        path = name;
        for (std::size_t i = 0; i < names.size(); ++i)
            std::filesystem::create_symlink(files[i].path(), path / names[i]);
    }
    ~directory() { std::filesystem::remove_all(path); }
};

std::string with_size(const std::string& file) {
    return std::string{static_cast<char>(file.size() >> 8), static_cast<char>(file.size())} + file;
}

}

std::vector<std::string> seeds() {
    using namespace std::string_literals;
    const std::string images = "\0\0\x08\3\0\0\0\1\0\0\0\x1c\0\0\0\x1c"s + std::string(28 * 28, 'x');
    const std::string labels = "\0\0\x08\1\0\0\0\1\7"s;
    const std::string half = with_size(images) + with_size(labels);
    const std::string none = "\0\0\x08\3\0\0\0\0\0\0\0\x1c\0\0\0\x1c"s, no_labels = "\0\0\x08\1\0\0\0\0"s;
    return {half + half, with_size(none) + with_size(no_labels) + half,
            with_size(images) + with_size(no_labels) + half};
}

void read(bytes input) {
    static const directory mnist;
    const std::size_t size = input.size();
    for (const memory_file& file : mnist.files) {
        std::size_t length = input.size() < 2 ? 0 : std::size_t{input[0]} << 8 | input[1];
        input = input.subspan(std::min<std::size_t>(input.size(), 2));
        length = std::min(length, input.size());
        file.write(input.first(length));
        input = input.subspan(length);
    }
    heap_peak::forget();
    const auto loaded = load_mnist(mnist.path);
    require(heap_peak::bytes() <= 512 * 1024 + 1032 * 4 * size);
    if (!loaded) {
        require(loaded.error().starts_with(mnist.path.string()));
        return;
    }
    for (const labelled_images& half : {loaded->training, loaded->test}) {
        require(half.rows == 28 && half.columns == 28 && half.pixels.size() == 28 * 28 * half.labels.size());
        require(std::ranges::all_of(half.labels, [](auto label) { return label <= 9; }));
    }
}

// What load_keras takes of the heap, whatever a file claims or is packed into.
#include <trilobite/trilobite.hpp>
#include <trilobite/weights/keras.hpp>
#include <trilobite/weights/save_keras.hpp>

#include "../catch.hpp"
#include "../data/temporary_file.hpp"
#include "../heap_peak.hpp"
#include "hdf5_maker.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <vector>

using namespace trilobite;

namespace {

using small = network<input<2>, dense<3>, trilobite::tanh, dense<1>>;

std::string contents_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The .keras file with those weights, deflated.
std::string packed(const std::string& weights) {
    detail::zip_writer archive(true);
    archive.add("config.json", std::string(1 << 24, ' '));
    archive.add("model.weights.h5", weights);
    auto file = std::move(archive).finish();
    REQUIRE(file);
    return *file;
}

/// At least so much of what is deflated is inflated for a `small`: 256 KiB, 16 KiB for each of two layers, three
/// doubles for each of 13 values.
constexpr std::size_t keras_room = 295'224;

/// What load_keras has to say, "none" if nothing; it must take no more than a small multiple of the file's size.
std::string error_of(const std::string& file) {
    small net;
    std::string error;
    const std::size_t most = heap_peak::of([&] {
        const auto loaded = load_keras(net, std::as_bytes(std::span(file)));
        error = loaded ? "none" : loaded.error();
    });
    CHECK(most <= keras_room + 16 * file.size());
    return error;
}

}

TEST_CASE("an archive that boasts is not inflated", "[keras]") {
    const std::string signature(detail::hdf5_signature);
    const std::string boastful = packed(signature + std::string(1 << 24, '\0'));
    REQUIRE(boastful.size() < 50'000);
    const std::string error = error_of(boastful);
    CHECK(error.starts_with("entry model.weights.h5: expected at most 295224 bytes, found 16777224 in 16"));
    CHECK(error.ends_with(" that are deflated: if it can be trusted, let it be stored"));
    // What is not so large for a network is; and what hardly shrinks may be of any size.
    CHECK(error_of(packed(signature + std::string(200'000, '\0'))) ==
          "expected an HDF5 file, found something else, or a part of one");
    std::string noise;
    for (std::uint32_t i = 0, bits = 1; i < 600'000; ++i, bits = bits * 1664525 + 1013904223)
        noise += i % 2 == 0 ? static_cast<char>(bits >> 24) : 'a';
    CHECK(error_of(packed(signature + noise)) == "expected an HDF5 file, found something else, or a part of one");
}

TEST_CASE("weights that someone has deflated are read", "[keras]") {
    const temporary_file file;
    small net, read;
    initialise(net, 1);
    REQUIRE(save_keras(net, file.path()));
    const std::string archive = packed(contents_of(file.path()));
    CHECK(error_of(archive) == "none");
    REQUIRE(load_keras(read, std::as_bytes(std::span(archive))));
    CHECK(read.layer<2>().weights(1, 0) == net.layer<2>().weights(1, 0));
}

TEST_CASE("lists of arrays do not become many times as long as the file", "[keras]") {
    const temporary_file file;
    {
        const hdf5_maker maker(file.path().string());
        maker.floats("layers/dense", {1}, {1});
        const hid_t layers = H5Gopen2(maker.file(), "layers", H5P_DEFAULT);
        for (const char c : std::string("abcdefghij")) // a group that holds itself
            H5Lcreate_hard(layers, ".", layers, std::string(60'000, c).c_str(), H5P_DEFAULT, H5P_DEFAULT);
        H5Gclose(layers);
    }
    CHECK(error_of(contents_of(file.path())) == "expected each object once, found more of them than the file can hold");

    std::vector<std::string> names(4000, "a");
    {
        const hdf5_maker maker(file.path().string());
        maker.floats("a/a", {1}, {1});
        maker.list("/", "layer_names", names);
        maker.list("a", "weight_names", names);
    }
    CHECK(error_of(contents_of(file.path())) ==
          "expected layers that list each weight once, found more of them than the file can hold");
}

namespace {

/// The 16 bytes by which HDF5 finds the first text of an attribute: its length, and its place.
/// (HDF5 File Format Specification, III.E)
std::size_t reference_of(const std::string& file, const std::string& name, std::size_t length) {
    std::string bytes;
    for (int i = 0; i < 4; ++i)
        bytes += static_cast<char>(length >> (8 * i));
    const std::size_t found = file.find(bytes, file.find(name + '\0'));
    REQUIRE(found != file.npos);
    return found;
}

}

TEST_CASE("texts of variable length take no more than the file", "[keras]") {
    const temporary_file file;
    const std::string refusal = "expected layer_names to be texts, found something else",
                      missing = "does not fit the network: (dense at 0)/kernel is missing";
    std::vector<std::string> names(100, "a");
    names[0] = std::string(1'234'567, 'n');
    {
        const hdf5_maker maker(file.path().string());
        maker.list_of_any_length("/", "layer_names", names);
    }
    const std::string sound = contents_of(file.path());
    CHECK(error_of(sound).starts_with(missing));
    const std::size_t first = reference_of(sound, "layer_names", names[0].size());
    REQUIRE(sound.substr(first + 16, 4) == std::string("\1\0\0\0", 4));
    // All of them are the first one, 124 MB of a file of 1: they take no room.
    std::string forged = sound;
    for (std::size_t i = 1; i < names.size(); ++i)
        forged.replace(first + 16 * i, 16, forged, first, 16);
    CHECK(error_of(forged).starts_with(missing));
    // It is as long as none can be, or longer than what stands there; or stands nowhere.
    for (const auto& [at, change] : {std::pair{first, "\xff\xff\xff\xff"}, std::pair{first + 16, "\2"},
                                     std::pair{first + 8, "\x7f"}, std::pair{first + 13, "\x7f"}}) {
        forged = sound;
        forged.replace(at, std::string_view(change).size(), change);
        CHECK(error_of(forged) == refusal);
    }
    {
        const hdf5_maker maker(file.path().string());
        maker.group("layers");
        maker.list_of_any_length("/", "trilobite_architecture", {names[0]});
    }
    CHECK(error_of(contents_of(file.path())).starts_with("does not fit the network: written for nnnn"));
}

TEST_CASE("texts are not looked for for ever", "[keras]") {
    const temporary_file file;
    std::vector<std::string> names(400, "a");
    names[0] = std::string(1'234'567, 'n');
    {
        const hdf5_maker maker(file.path().string());
        maker.list_of_any_length("/", "layer_names", names);
    }
    std::string forged = contents_of(file.path());
    const auto number = [](std::size_t value, int size) {
        std::string little_endian;
        for (int i = 0; i < size; ++i)
            little_endian += static_cast<char>(value >> (8 * i));
        return little_endian;
    };
    // In the place of one text a heap has 50,000, each 24 bytes with what stands before it; the last is all names.
    const std::size_t first = reference_of(forged, "layer_names", names[0].size()), heap = forged.find("nnn") - 32;
    REQUIRE(forged.substr(heap, 4) == "GCOL");
    constexpr std::size_t texts = 50'000;
    for (std::size_t i = 1; i <= texts; ++i)
        forged.replace(heap + 16 + 24 * (i - 1), 24, number(i, 8) + number(8, 8) + "bbbbbbbb");
    const auto names_are = [&](std::size_t text) {
        for (std::size_t i = 0; i < names.size(); ++i)
            forged.replace(first + 16 * i, 16, number(1, 4) + number(heap, 8) + number(text, 4));
        return error_of(forged);
    };
    CHECK(names_are(texts / 100).starts_with("does not fit the network: (dense at 0)/kernel is missing"));
    CHECK(names_are(texts) == "expected an HDF5 file whose parts lead to one another, found one that leads in circles");
}

TEST_CASE("files for newer versions of HDF5 alone are refused", "[keras]") {
    const temporary_file file;
    { // a group that keeps the order of its attributes
        const hdf5_maker maker(file.path().string());
        const hid_t how = H5Pcreate(H5P_GROUP_CREATE);
        H5Pset_attr_creation_order(how, H5P_CRT_ORDER_TRACKED);
        H5Gclose(H5Gcreate2(maker.file(), "only", H5P_DEFAULT, how, H5P_DEFAULT));
        H5Pclose(how);
    }
    CHECK(error_of(contents_of(file.path())) ==
          "expected a header of version 1 for only, found another, or a part of one");
    const hid_t newest = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(newest, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    H5Fclose(H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, newest));
    H5Pclose(newest);
    CHECK(error_of(contents_of(file.path()))
              .starts_with("expected an HDF5 file as every version of HDF5 reads it, found one for newer versions "
                           "alone (superblock "));
}

TEST_CASE("files that are forged at random take no more than their size allows", "[keras]") {
    const temporary_file file;
    small net;
    initialise(net, 1);
    REQUIRE(save_keras(net, file.path()));
    const std::string sound = contents_of(file.path());
    std::mt19937 random(1);
    int loaded = 0;
    for (int run = 0; run < 4000; ++run) {
        std::string forged = sound;
        for (auto changes = 1 + random() % 8; changes-- > 0;) {
            const std::size_t place = random() % sound.size();
            forged[place] = "\xff\x7f\x80\0\1"[random() % 5];
        }
        loaded += error_of(forged) == "none";
    }
    CHECK(loaded > 400); // where it was values that changed, or nothing of ours
    CHECK(loaded < 3600);
}

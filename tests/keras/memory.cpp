// What load_keras takes of the heap, whatever a file claims or is packed into.
#include <trilobite/trilobite.hpp>
#include <trilobite/weights/keras.hpp>

#include "../catch.hpp"
#include "../data/temporary_file.hpp"
#include "../heap_peak.hpp"
#include "hdf5_maker.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <zlib.h>

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

/// What load_keras has to say, "none" if nothing; it must take no more than a small multiple of the file's size.
std::string error_of(const std::string& file) {
    small net;
    std::string error;
    const std::size_t most = heap_peak::of([&] {
        const auto loaded = load_keras(net, std::as_bytes(std::span(file)));
        error = loaded ? "none" : loaded.error();
    });
    CHECK(most <= (1 << 21) + 16 * file.size()); // HDF5 has buffers of its own
    return error;
}

}

TEST_CASE("an archive that boasts is not inflated", "[keras]") {
    const std::string signature(detail::hdf5_signature);
    const std::string boastful = packed(signature + std::string(1 << 24, '\0'));
    REQUIRE(boastful.size() < 50'000);
    const std::string error = error_of(boastful);
    // 256 KiB, 16 KiB for each of two layers, three doubles for each of 13 values.
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

namespace {

/// The .h5 file of a `small`, whose last bias HDF5 has in a chunk for so many values. chunk: what is stored as such; none was
/// ever written where that is empty.
std::string with_chunk(hsize_t size, bool deflated, std::span<const unsigned char> chunk = {}) {
    const temporary_file file;
    {
        const hdf5_maker maker(file.path().string());
        maker.floats("layers/dense/vars/0", {2, 3}, {1, 2, 3, 4, 5, 6});
        maker.floats("layers/dense/vars/1", {3}, {1, 2, 3});
        maker.floats("layers/dense_1/vars/0", {3, 1}, {1, 2, 3});
        const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
        H5Pset_chunk(how, 1, &size);
        if (deflated)
            H5Pset_deflate(how, 9);
        const hsize_t extent = 1, most = H5S_UNLIMITED, first = 0;
        const hid_t space = H5Screate_simple(1, &extent, &most);
        const hid_t made =
            H5Dcreate2(maker.file(), "layers/dense_1/vars/1", H5T_IEEE_F32LE, space, H5P_DEFAULT, how, H5P_DEFAULT);
        if (!chunk.empty())
            REQUIRE(H5Dwrite_chunk(made, H5P_DEFAULT, 0, &first, chunk.size(), chunk.data()) >= 0);
        H5Dclose(made), H5Sclose(space), H5Pclose(how);
    }
    return contents_of(file.path());
}

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
    CHECK(error_of(contents_of(file.path())) == "the group layers cannot be read");

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

TEST_CASE("chunks that are much larger than their array are not read", "[keras]") {
    const std::vector<unsigned char> zeros(4096);
    CHECK(error_of(with_chunk(1024, false)) == "none");
    CHECK(error_of(with_chunk(1024, false, zeros)) == "none");
    CHECK(error_of(with_chunk(1 << 22, false)) ==
          "layers/dense_1/vars/1 cannot be read: expected chunks of at most its 1 values, found 4194304");
}

TEST_CASE("chunks of any size that are compressed are not inflated", "[keras]") {
    const std::vector<unsigned char> zeros(1 << 26);
    std::vector<unsigned char> deflated(1 << 18);
    uLongf size = deflated.size();
    REQUIRE(compress(deflated.data(), &size, zeros.data(), zeros.size()) == Z_OK);
    deflated.resize(size);
    CHECK(error_of(with_chunk(1024, true, deflated)) ==
          "layers/dense_1/vars/1 cannot be read: expected values that are not compressed, found the filter deflate: "
          "write them without compression, as Keras does");
}

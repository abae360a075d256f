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

/// The .h5 file of a `small`, whose last bias HDF5 has in a chunk for so many values. chunk: what is stored as such;
/// none was ever written where that is empty.
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

namespace {

/// A list of texts as h5py makes it of a list of str: each has a length of its own, and a place in the file.
void long_list(const hdf5_maker& maker, const std::string& group, const std::string& name,
               const std::vector<std::string>& texts) {
    std::vector<const char*> pointers;
    for (const std::string& text : texts)
        pointers.push_back(text.c_str());
    const hsize_t count = texts.size();
    const hid_t owner = H5Oopen(maker.file(), group.c_str(), H5P_DEFAULT), type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    const hid_t space = H5Screate_simple(1, &count, nullptr);
    const hid_t made = H5Acreate2(owner, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
    REQUIRE(H5Awrite(made, type, pointers.data()) >= 0);
    H5Aclose(made), H5Sclose(space), H5Tclose(type), H5Oclose(owner);
}

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
    const std::string refusal =
        " cannot be read: expected them as HDF5 stores them unless told otherwise, and together no "
        "longer than the file";
    std::vector<std::string> names(100, "a");
    names[0] = std::string(1'234'567, 'n');
    {
        const hdf5_maker maker(file.path().string());
        long_list(maker, "/", "layer_names", names);
    }
    const std::string sound = contents_of(file.path());
    CHECK(error_of(sound).starts_with("does not fit the network: (dense at 0)/kernel is missing"));
    const std::size_t first = reference_of(sound, "layer_names", names[0].size());
    REQUIRE(sound.substr(first + 16, 4) == std::string("\1\0\0\0", 4));
    // All of them are the first one: 124 MB of a file of 1.
    std::string forged = sound;
    for (std::size_t i = 1; i < names.size(); ++i)
        forged.replace(first + 16 * i, 16, forged, first, 16);
    CHECK(error_of(forged) == "the texts layer_names" + refusal);
    // It is as long as none can be, or longer than what stands there; or stands nowhere.
    for (const auto& [at, change] : {std::pair{first, "\xff\xff\xff\xff"}, std::pair{first + 16, "\2"},
                                     std::pair{first + 8, "\x7f"}, std::pair{first + 13, "\x7f"}}) {
        forged = sound;
        forged.replace(at, std::string_view(change).size(), change);
        CHECK(error_of(forged) == "the texts layer_names" + refusal);
    }

    // All parts of a list are the first one.
    const auto part_name = [](std::size_t i) { return "layer_names" + std::to_string(i); };
    {
        const hdf5_maker maker(file.path().string());
        long_list(maker, "/", part_name(0), {names[0]});
        for (std::size_t i = 1; i < 100; ++i)
            long_list(maker, "/", part_name(i), {std::string(300 + i, 'n')});
    }
    forged = contents_of(file.path());
    CHECK(error_of(forged).starts_with("does not fit the network: (dense at 0)/kernel is missing"));
    const std::string part = forged.substr(reference_of(forged, part_name(0), names[0].size()), 16);
    for (std::size_t i = 1; i < 100; ++i)
        forged.replace(reference_of(forged, part_name(i), 300 + i), 16, part);
    CHECK(error_of(forged) ==
          "expected parts of layer_names that are together no longer than the file, found longer ones");

    // A group that keeps the order of its attributes has another header.
    {
        const hdf5_maker maker(file.path().string());
        const hid_t how = H5Pcreate(H5P_GROUP_CREATE);
        H5Pset_attr_creation_order(how, H5P_CRT_ORDER_TRACKED);
        H5Gclose(H5Gcreate2(maker.file(), "only", H5P_DEFAULT, how, H5P_DEFAULT));
        H5Pclose(how);
        long_list(maker, "/", "layer_names", {"only"});
        long_list(maker, "only", "weight_names", {"kernel"});
    }
    CHECK(error_of(contents_of(file.path())) == "the texts only/weight_names" + refusal);

    {
        const hdf5_maker maker(file.path().string());
        maker.group("layers");
        long_list(maker, "/", "trilobite_architecture", {names[0]});
    }
    CHECK(error_of(contents_of(file.path())).starts_with("does not fit the network: written for nnnn"));
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

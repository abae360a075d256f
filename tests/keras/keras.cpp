#include <trilobite/data/gzip_file.hpp>
#include <trilobite/trilobite.hpp>
#include <trilobite/weights/keras.hpp>
#include <trilobite/weights/save_keras.hpp>

#include "../catch.hpp"
#include "../data/temporary_file.hpp"
#include "hdf5_maker.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>

using namespace trilobite;

namespace {

/// The network whose weights make_files.py let Keras write.
using pictures = network<input<6, 6, 2>, conv2d<3, 3>, relu, batch_norm<>, max_pool2d<2>,
                         depthwise_conv2d<2, 1, padding::same>, conv2d_transposed<2, 2, 2>, flatten, dense<4>,
                         trilobite::tanh, layer_norm<>, dropout<0.5>, dense<3>, softmax>;
using small = network<input<2>, dense<3>, trilobite::tanh, dense<1>>;

/// The i-th value of the k-th variable, as make_files.py has it.
float value(std::size_t k, std::size_t i, float more = 0) {
    return static_cast<float>(static_cast<int>((37 * i + 11 * k) % 64) - 32) / 64 + more;
}

/// Unpacks one of the files beside this one.
void unpack(const std::string& name, const temporary_file& to) {
    auto file = data::detail::gzip_file::open(std::filesystem::path(TRILOBITE_TEST_KERAS) / name, "a packed file");
    REQUIRE(file);
    std::vector<std::uint8_t> contents(std::size_t{1} << 20);
    contents.resize(file->read(contents));
    to.write(contents);
}

bytes contents_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

template <class Net>
Net initialised_net(std::uint64_t seed) {
    Net net;
    initialise(net, seed, standard_normal{});
    return net;
}

template <class Net>
bool equal(const Net& a, const Net& b) {
    bool all = true;
    for_each_matrix([&](auto& x, auto& y) { all = all && std::memcmp(x.values, y.values, sizeof(x.values)) == 0; }, a,
                    b);
    return all;
}

/// What load_keras has to complain of, "none" if nothing; a network that was not loaded must be as it was.
template <class Net = small>
std::string error_of(const temporary_file& file, const load_options& options = {}) {
    auto net = initialised_net<Net>(5);
    const std::string error = file.error_of(load_keras(net, file.path(), options));
    CHECK(equal(net, initialised_net<Net>(5)) == (error != "none"));
    return error;
}

/// The variables of `small` as Keras 3 has them, but for one.
void write_small(const hdf5_maker& maker, const std::string& root = "layers", const std::string& without = "") {
    const auto add = [&](const std::string& name, const std::vector<hsize_t>& shape, const std::vector<float>& values) {
        if (name != without)
            maker.floats(root + "/" + name, shape, values);
    };
    add("dense/vars/0", {2, 3}, {1, 2, 3, 4, 5, 6});
    add("dense/vars/1", {3}, {7, 8, 9});
    add("dense_1/vars/0", {3, 1}, {10, 11, 12});
    add("dense_1/vars/1", {1}, {13});
}

void check_small(const small& net) {
    float expected = 1;
    for (const auto& layer : keras_layers_of(net))
        for (const auto& variable : layer.variables)
            variable.for_each([&](float found) { CHECK(found == expected++); });
    CHECK(expected == 14);
    CHECK(net.layer<0>().weights(1, 0) == 4);
}

}

TEST_CASE("Keras' own files are read, of version 3 and of version 2", "[keras]") {
    for (const char* name : {"keras3.weights.h5.gz", "keras3.keras.gz", "keras2.h5.gz"}) {
        const temporary_file file;
        unpack(name, file);
        pictures net;
        const auto report = load_keras(net, file.path());
        REQUIRE(report);
        CHECK(report->loaded.size() == 16);
        CHECK(report->missing.empty());
        CHECK(report->unexpected.empty());

        // Index by index where a kernel has more than two of them.
        for (std::size_t u = 0, i = 0; u < 3; ++u)
            for (std::size_t v = 0; v < 3; ++v)
                for (std::size_t in = 0; in < 2; ++in)
                    for (std::size_t out = 0; out < 3; ++out)
                        CHECK(net.layer<0>().weights((3 * u + v) * 2 + in, out) == value(0, i++));
        CHECK(net.layer<0>().bias(0, 1) == value(1, 1));
        CHECK(net.layer<2>().scale(0, 2) == value(2, 2));
        CHECK(net.layer<2>().shift(0, 2) == value(3, 2));
        CHECK(net.layer<2>().running_mean(0, 1) == value(4, 1));
        CHECK(net.layer<2>().running_variance(0, 1) == value(5, 1, 1));
        CHECK(net.layer<4>().weights(2, 1) == value(6, 2 * 3 + 1));
        CHECK(net.layer<5>().weights((2 * 1 + 0) * 2 + 1, 2) == value(8, ((2 * 1 + 0) * 2 + 1) * 3 + 2));
        CHECK(net.layer<7>().weights(31, 3) == value(10, 127));
        CHECK(net.layer<9>().shift(0, 3) == value(13, 3));
        CHECK(net.layer<11>().bias(0, 2) == value(15, 2));

        std::vector<float> x(72);
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] = static_cast<float>(i) / 72;
        const auto y = predict(net, std::span<const float, 72>(x));
        const double expected[] = {0.38728184, 0.13649559, 0.47622257}; // make_files.py, by NumPy
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(y[i] == Approx(expected[i]).epsilon(1e-6));
    }
}

TEST_CASE("lists of names in Keras 2's files are of one length, and may be in parts", "[keras]") {
    const temporary_file file;
    const auto write = [&](const hdf5_maker& maker, const std::string& root) {
        maker.group(root + "input_1");
        maker.list(root + "input_1", "weight_names", {});
        maker.group(root + "first");
        maker.list(root + "first", "weight_names", {"first/kernel:0", "first/bias:0"});
        maker.floats(root + "first/first/kernel:0", {2, 3}, {1, 2, 3, 4, 5, 6});
        maker.floats(root + "first/first/bias:0", {3}, {7, 8, 9});
        maker.group(root + "another");
        maker.list(root + "another", "weight_names0", {"another/kernel:0"});
        maker.list(root + "another", "weight_names1", {"another/bias:0"});
        maker.floats(root + "another/another/kernel:0", {3, 1}, {10, 11, 12});
        maker.floats(root + "another/another/bias:0", {1}, {13});
    };
    small net;
    SECTION("of the weights alone") {
        {
            const hdf5_maker maker(file.path().string());
            write(maker, "");
            maker.list("/", "layer_names", {"input_1", "first", "another"});
        }
        REQUIRE(load_keras(net, file.path()));
        check_small(net);
    }
    SECTION("of the whole model") {
        {
            const hdf5_maker maker(file.path().string());
            write(maker, "model_weights/");
            maker.list("model_weights", "layer_names0", {"input_1", "first"});
            maker.list("model_weights", "layer_names1", {"another"});
        }
        REQUIRE(load_keras(net, file.path()));
        check_small(net);
    }
    SECTION("in another order") {
        {
            const hdf5_maker maker(file.path().string());
            write(maker, "");
            maker.list("/", "layer_names", {"another", "first"});
        }
        CHECK(error_of(file) == "does not fit the network: another/another/kernel:0: expected 2 x 3, found 3 x 1; "
                                "another/another/bias:0: expected 3, found 1; first/first/kernel:0: expected 3 x 1, "
                                "found 2 x 3; first/first/bias:0: expected 1, found 3");
        REQUIRE(load_keras(net, file.path(), {.names = {{"0", "first"}}}));
        check_small(net);
    }
    SECTION("of too few layers") {
        {
            const hdf5_maker maker(file.path().string());
            write(maker, "");
            maker.list("/", "layer_names", {"first"});
        }
        CHECK(error_of(file) == "does not fit the network: (dense at 2)/kernel is missing: expected 3 x 1; "
                                "(dense at 2)/bias is missing: expected 1");
    }
    SECTION("of what is not there") {
        {
            const hdf5_maker maker(file.path().string());
            write(maker, "");
            maker.list("/", "layer_names", {"first", "another"});
            H5Ldelete(maker.file(), "another/another", H5P_DEFAULT);
        }
        CHECK(error_of(file) == "the layer another lists a weight another/kernel:0, which is not there");
    }
}

TEST_CASE("what is written is read again, every bit of it, and is the same each time", "[keras]") {
    const temporary_file file;
    const auto goes_round = [&]<class Net>(const Net& net) {
        REQUIRE(save_keras(net, file.path()));
        const bytes once = contents_of(file.path());
        REQUIRE(save_keras(net, file.path()));
        CHECK(contents_of(file.path()) == once);
        Net read;
        REQUIRE(load_keras(read, file.path()));
        return equal(net, read);
    };
    CHECK(goes_round(initialised_net<pictures>(1)));
    CHECK(goes_round(initialised_net<basic_network<double, input<3>, dense<5>, relu, frozen<dense<2>>>>(2)));
    CHECK(goes_round(
        initialised_net<network<input<4>, residual<dense<4>, relu, dense<4>>, residual<projection<dense<3>>, dense<3>>,
                                concat<branch<dense<2>>, branch<layer_norm<>, dense<1>>, branch<>>, dense<2>>>(3)));

    CHECK(goes_round(initialised_net<small>(4)));
    const bytes of_small = contents_of(file.path());
    const std::string hash = detail::hash_text(architecture_hash<small>);
    CHECK(std::search(of_small.begin(), of_small.end(), hash.begin(), hash.end()) != of_small.end());

    auto net = initialised_net<small>(4);
    net.layer<0>().weights(0, 0) = std::numeric_limits<float>::denorm_min();
    net.layer<0>().weights(0, 1) = -0.0f;
    CHECK(goes_round(net));
    auto other = initialised_net<network<input<2>, dense<3>, relu, dense<1>>>(4);
    CHECK(file.error_of(load_keras(other, file.path())) ==
          "does not fit the network: written for input<2>, dense<3>, tanh, dense<1>, but this is input<2>, dense<3>, "
          "relu, dense<1>");
    CHECK(load_keras(other, file.path(), {.strict = false}));
}

TEST_CASE("the layers of other models are found by the names that the options give", "[keras]") {
    using net_type = network<input<2>, residual<dense<2>>, dense<2>>;
    const temporary_file file;
    {
        const hdf5_maker maker(file.path().string());
        maker.floats("layers/functional/layers/dense/vars/0", {2, 2}, {1, 2, 3, 4});
        maker.floats("layers/functional/layers/dense/vars/1", {2}, {5, 6});
        maker.floats("layers/dense/vars/0", {2, 2}, {7, 8, 9, 10});
        maker.floats("layers/dense/vars/1", {2}, {11, 12});
        maker.floats("layers/dropout/seed_generator/vars/0", {2}, {1, 2});
    }
    net_type net;
    REQUIRE(
        load_keras(net, file.path(), {.names = {{"0.0", "layers/functional/layers/dense"}, {"1", "layers/dense"}}}));
    CHECK(net.layer<0>().branch<0>().layer<0>().weights(1, 0) == 3);
    CHECK(net.layer<1>().bias(0, 1) == 12);
    CHECK(error_of<net_type>(file, {.names = {{"2", "layers/dense"}}}) ==
          "the options name a layer 2, which the network does not have");
}

TEST_CASE("TensorFlow 2.13's files have another name for layers", "[keras]") {
    const temporary_file file;
    {
        const hdf5_maker maker(file.path().string());
        write_small(maker, "_layer_checkpoint_dependencies");
    }
    small net;
    REQUIRE(load_keras(net, file.path()));
    check_small(net);
}

TEST_CASE("numbers are read in every form that Keras has them in", "[keras]") {
    const temporary_file file;
    using net_type = network<input<2>, dense<1>>;
    const auto write = [&](hid_t type, hid_t from, const auto& weights, hid_t how = H5P_DEFAULT) {
        const hdf5_maker maker(file.path().string());
        maker.array("layers/dense/vars/0", {2, 1}, weights, type, from, how);
        maker.floats("layers/dense/vars/1", {1}, {4});
    };
    const auto found = [&](const load_options& options = {}) {
        net_type net;
        REQUIRE(load_keras(net, file.path(), options));
        CHECK(net.layer<0>().bias(0, 0) == 4);
        return std::vector<float>{net.layer<0>().weights(0, 0), net.layer<0>().weights(1, 0)};
    };
    const std::vector<float> floats{0.1f, -3};

    write(H5T_IEEE_F32BE, H5T_NATIVE_FLOAT, floats);
    CHECK(found() == floats);

    write(H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, std::vector<double>{0.1, -3});
    CHECK(error_of<net_type>(file) == "does not fit the network: layers/dense/vars/0: expected float32 or what is one "
                                      "exactly, found float64");
    CHECK(found({.rounds = true}) == floats);

    const hid_t half = H5Tcopy(H5T_IEEE_F32LE); // as h5py makes it
    H5Tset_fields(half, 15, 10, 5, 0, 10);
    H5Tset_size(half, 2);
    H5Tset_ebias(half, 15);
    write(half, H5T_NATIVE_FLOAT, std::vector<float>{0.0999755859375f, -65504});
    CHECK(found() == std::vector<float>{0.0999755859375f, -65504});
    H5Tclose(half);

    const hid_t two_bytes = H5Tcreate(H5T_OPAQUE, 2);
    write(two_bytes, two_bytes, std::vector<std::uint16_t>{0x3dcc, 0xc040}); // the upper halves of two floats
    CHECK(found() == std::vector<float>{0.099609375f, -3});
    H5Tclose(two_bytes);

    const hid_t near = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_layout(near, H5D_COMPACT); // in the array's header
    write(H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, floats, near);
    CHECK(found() == floats);
    H5Pclose(near);

    const auto is_refused = [&](const std::string& what) {
        CHECK(error_of<net_type>(file) ==
              "does not fit the network: layers/dense/vars/0: expected float32 or what is one exactly, found " + what);
    };
    const hid_t packed = H5Pcreate(H5P_DATASET_CREATE);
    const hsize_t chunk[] = {1, 1};
    H5Pset_chunk(packed, 2, chunk);
    H5Pset_deflate(packed, 9);
    write(H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, floats, packed);
    is_refused("values in chunks: write them in one piece and as they are, as Keras does");
    H5Pclose(packed);

    write(H5T_STD_I32LE, H5T_NATIVE_INT, std::vector<int>{1, 2});
    is_refused("integers");
    const hid_t nearly = H5Tcopy(H5T_IEEE_F32LE);
    H5Tset_ebias(nearly, 126);
    write(nearly, H5T_NATIVE_FLOAT, floats);
    is_refused("floating-point numbers of 4 bytes");
    H5Tset_ebias(nearly, 127);
    H5Tset_norm(nearly, H5T_NORM_NONE);
    write(nearly, H5T_NATIVE_FLOAT, floats);
    is_refused("floating-point numbers of 4 bytes");
    H5Tclose(nearly);
    write(H5T_VAX_F32, H5T_VAX_F32, floats);
    is_refused("floating-point numbers of 4 bytes");
    {
        const hdf5_maker maker(file.path().string());
        maker.floats("layers/dense/vars/1", {1}, {4});
        const hid_t type = H5Tcopy(H5T_IEEE_F32LE);
        H5Tcommit2(maker.file(), "type", type, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        maker.array("layers/dense/vars/0", {2, 1}, floats, type, H5T_NATIVE_FLOAT);
        H5Tclose(type);
    }
    is_refused("a type that other arrays share");
    {
        const hdf5_maker maker(file.path().string());
        maker.floats("layers/dense/vars/1", {1}, {4});
        maker.array("layers/dense/vars/0", {2, 1}, std::vector<float>(), H5T_IEEE_F32LE, H5T_NATIVE_FLOAT);
    }
    is_refused("values that were never written");
}

TEST_CASE("a file that does not fit is refused, and says all that does not", "[keras]") {
    const temporary_file file;
    const auto with = [&](auto add, const std::string& without = "") {
        {
            const hdf5_maker maker(file.path().string());
            write_small(maker, "layers", without);
            add(maker);
        }
        return error_of(file);
    };
    const auto nothing = [](const hdf5_maker&) {};
    CHECK(with(nothing) == "none");
    CHECK(with(nothing, "dense_1/vars/1") == "does not fit the network: layers/dense_1/vars/1 is missing: expected 1");
    CHECK(with(
              [](const hdf5_maker& maker) {
                  maker.floats("layers/dense/vars/1", {1, 3}, {1, 2, 3});
                  maker.floats("layers/dense_2/vars/0", {1, 1}, {1});
              },
              "dense/vars/1") == "does not fit the network: layers/dense/vars/1: expected 3, found 1 x 3; "
                                 "layers/dense_2/vars/0 is not expected");
    CHECK(error_of(file, {.strict = false}) ==
          "does not fit the network: layers/dense/vars/1: expected 3, found 1 x 3");

    // Values are taken from this file alone.
    CHECK(with(
              [](const hdf5_maker& maker) {
                  H5Lcreate_soft("/layers/dense/vars/0", maker.file(), "/layers/dense/vars/1", H5P_DEFAULT,
                                 H5P_DEFAULT);
              },
              "dense/vars/1") == "does not fit the network: layers/dense/vars/1 is missing: expected 3");
    const std::string elsewhere = file.path().string() + ".raw";
    CHECK(with(
              [&](const hdf5_maker& maker) {
                  const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
                  H5Pset_external(how, elsewhere.c_str(), 0, 12);
                  maker.array("layers/dense/vars/1", {3}, std::vector<float>{1, 2, 3}, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT,
                              how);
                  H5Pclose(how);
              },
              "dense/vars/1") == "does not fit the network: layers/dense/vars/1: expected float32 or what is one "
                                 "exactly, found values that stand in other files");
    CHECK(with([](const hdf5_maker& maker) {
              H5Lcreate_hard(maker.file(), "/layers", maker.file(), "/layers/again", H5P_DEFAULT, H5P_DEFAULT);
          }).starts_with("expected at most 32 groups within groups, found more: layers/again/again/"));
}

TEST_CASE("a layer that leaves out another array than a last bias is refused, strict or not", "[keras]") {
    using net_type = network<input<2>, batch_norm<>>;
    const temporary_file file;
    const load_options lenient{.strict = false};
    { // without gamma
        const hdf5_maker maker(file.path().string());
        for (const char* name : {"0", "1", "2"})
            maker.floats("layers/batch_normalization/vars/" + std::string(name), {2}, {1, 2});
    }
    CHECK(error_of<net_type>(file, lenient) ==
          "the layer layers/batch_normalization has 3 arrays: expected the 4 of the "
          "batch_normalization at 0");
    {
        const hdf5_maker maker(file.path().string());
        maker.group("norm");
        maker.list("norm", "weight_names", {"beta:0", "moving_mean:0", "moving_variance:0"});
        for (const char* name : {"beta:0", "moving_mean:0", "moving_variance:0"})
            maker.floats("norm/" + std::string(name), {2}, {1, 2});
        maker.list("/", "layer_names", {"norm"});
    }
    CHECK(error_of<net_type>(file, lenient) ==
          "the layer norm has 3 arrays: expected the 4 of the batch_normalization at 0");
    {
        const hdf5_maker maker(file.path().string());
        write_small(maker);
        maker.floats("layers/dense/vars/2", {3}, {1, 2, 3});
    }
    CHECK(error_of(file, lenient) == "the layer layers/dense has 3 arrays: expected the 2 of the dense at 0");
    {
        const hdf5_maker maker(file.path().string());
        write_small(maker, "layers", "dense_1/vars/1");
    }
    CHECK(error_of(file, lenient) == "none");
}

TEST_CASE("what is no file of Keras is refused", "[keras]") {
    const temporary_file file;
    CHECK(error_of(file) == "expected a file of Keras' weights, found no such file");
    file.write(std::string("not HDF5"));
    CHECK(error_of(file) == "expected an HDF5 file, found something else, or a part of one");
    { const hdf5_maker maker(file.path().string()); }
    CHECK(error_of(file) == "holds no weights of Keras: expected a group called layers, or lists called layer_names");

    detail::zip_writer archive(false);
    archive.add("config.json", "{}");
    file.write(*std::move(archive).finish());
    CHECK(error_of(file) == "the archive has no entry model.weights.h5");
    for (const bool deflated : {false, true}) {
        detail::zip_writer other(deflated);
        other.add("model.weights.h5", std::string(100'000, '\0'));
        file.write(*std::move(other).finish());
        CHECK(error_of(file) == "entry model.weights.h5: it does not begin as such a file does");
    }

    small net;
    CHECK(load_keras(net, file.path().parent_path())
              .error()
              .ends_with("expected a file of Keras' weights, found a directory"));
    CHECK(save_keras(net, file.path() / "below").error().starts_with(file.path().string()));
}

TEST_CASE("a file that breaks off is refused wherever it does", "[keras]") {
    const temporary_file file;
    auto net = initialised_net<small>(6);
    REQUIRE(save_keras(net, file.path()));
    const bytes whole = contents_of(file.path());
    for (std::size_t size = 0; size < whole.size(); size += size < 1024 ? 1 : 61) {
        file.write(bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
        REQUIRE(error_of(file) != "none");
    }
}

// load_keras, from an archive or an HDF5 file, after a byte that says how. HDF5's own library only makes the seeds.

#include "../keras/hdf5_maker.hpp"
#include "network.hpp"

#include <trilobite/weights/keras.hpp>
#include <trilobite/weights/save_keras.hpp>

using namespace trilobite;

namespace {

std::string keras3() {
    return *detail::keras_file_of(random_net<net_type>());
}

/// With the types that Keras writes, a list in parts, and one of texts of variable length.
std::string keras2() {
    const auto path = std::filesystem::temp_directory_path() / ("trilobite-seed-" + std::to_string(getpid()));
    {
        const hdf5_maker maker(path.string());
        maker.array("a/a/kernel:0", {2, 3}, std::vector<double>(6, 0.5), H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE);
        maker.array("a/a/bias:0", {3}, std::vector<float>(3, 1), H5T_IEEE_F32BE, H5T_NATIVE_FLOAT);
        maker.list("a", "weight_names", {"a/kernel:0", "a/bias:0"});
        std::vector<std::string> names;
        for (const char* name : {"gamma:0", "beta:0", "moving_mean:0", "moving_variance:0"}) {
            maker.floats("b/" + std::string(name), {3}, {1, 2, 3});
            names.emplace_back(name);
        }
        maker.list_of_any_length("b", "weight_names", names);
        maker.group("none");
        maker.list("none", "weight_names", {});
        maker.floats("c/kernel:0", {3, 1}, {1, 2, 3});
        maker.list("c", "weight_names", {"kernel:0"});
        maker.list("/", "layer_names0", {"a", "none"});
        maker.list("/", "layer_names1", {"b", "c"});
    }
    std::ifstream stream(path, std::ios::binary);
    std::filesystem::remove(path); // it stays as long as it is open
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string archive_of(std::string_view weights, bool deflated) {
    detail::zip_writer archive(deflated);
    archive.add("model.weights.h5", weights);
    return *std::move(archive).finish();
}

}

std::vector<std::string> seeds() {
    return {"\1" + keras3(),
            "\3" + keras2(),
            "\2" + keras2(),
            "\1" + archive_of(keras3(), false),
            "\1" + archive_of(keras3(), true),
            "\1" + archive_of(std::string(detail::hdf5_signature) + std::string(9000, 'a'), true)};
}

void read(bytes input) {
    if (input.empty())
        return;
    const int how = input[0];
    const auto file = std::as_bytes(input.subspan(1));
    const load_options options{.names = {}, .strict = (how & 1) != 0, .rounds = (how & 2) != 0};
    auto net = random_net<net_type>();
    const std::size_t room = detail::keras_room(keras_layers_of(net));
    if (refused(net, room + 16 * file.size(), [&](net_type& n) { return load_keras(n, file, options); }))
        return;
    require((how & 1) == 0 || load_keras(net, file, options)->loaded.size() >= 6);
}

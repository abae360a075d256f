// load_keras. HDF5's own library is not what is tried here, and does not withstand bytes that are changed at random: an
// input says step by step what a file is made of, which HDF5 then makes, and which may be packed into an archive; or it
// is an archive, which is no more than unpacked; or a file in which texts are looked for, without HDF5.

#include "network.hpp"

#include <trilobite/weights/keras.hpp>

#include <array>
#include <vector>

using namespace trilobite;

namespace {

constexpr std::array paths{"layers",
                           "layers/dense/vars/0",
                           "layers/dense/vars/1",
                           "layers/batch_normalization/vars/0",
                           "layers/batch_normalization/vars/1",
                           "layers/batch_normalization/vars/2",
                           "layers/batch_normalization/vars/3",
                           "layers/dense_1/vars/0",
                           "layers/dense_1/vars/1",
                           "layers/dropout/seed_generator/vars/0",
                           "_layer_checkpoint_dependencies/dense/vars/0",
                           "model_weights",
                           "model_weights/dense",
                           "model_weights/dense/dense/kernel:0",
                           "model_weights/dense/dense/bias:0",
                           "dense",
                           "dense/dense/kernel:0",
                           "/"};
constexpr std::array names{"layer_names",  "layer_names0",  "layer_names1",
                           "weight_names", "weight_names0", "trilobite_architecture"};
constexpr std::array texts{"dense", "dense/kernel:0", "dense/bias:0",         "", "..",
                           "/",     "model_weights",  "a text of some length"};
constexpr std::array<std::array<hsize_t, 3>, 6> shapes{
    {{2, 3, 1}, {3, 1, 1}, {1, 1, 1}, {0, 3, 1}, {9, 9, 9}, {3, 2, 1}}};

/// The steps of an input; zeros when it is over.
struct recipe {
    bytes rest;
    std::uint8_t next() {
        if (rest.empty())
            return 0;
        const std::uint8_t first = rest.front();
        rest = rest.subspan(1);
        return first;
    }
    template <class Choices>
    const auto& of(const Choices& choices) {
        return choices[next() % choices.size()];
    }
};

/// What HDF5 will not do, it does not.
class kitchen {
public:
    kitchen() : file_(make()), links_(H5Pcreate(H5P_LINK_CREATE), H5Pclose) {
        H5Pset_create_intermediate_group(links_, 1);
    }

    void step(recipe& r) {
        switch (r.next() % 6) {
        case 0:
            return add_array(r);
        case 1:
            return add_texts(r, false);
        case 2:
            return add_texts(r, true);
        case 3:
            H5Gclose(H5Gcreate2(file_, r.of(paths), links_, H5P_DEFAULT, H5P_DEFAULT));
            return;
        case 4:
            H5Lcreate_soft(r.of(paths), file_, r.of(paths), links_, H5P_DEFAULT);
            return;
        default:
            H5Lcreate_hard(file_, r.of(paths), file_, r.of(paths), links_, H5P_DEFAULT);
        }
    }

    std::vector<std::uint8_t> dish() const {
        H5Fflush(file_, H5F_SCOPE_LOCAL);
        std::vector<std::uint8_t> image(static_cast<std::size_t>(H5Fget_file_image(file_, nullptr, 0)));
        H5Fget_file_image(file_, image.data(), image.size());
        return image;
    }

private:
    static detail::hdf5_id make() {
        // What HDF5 has done with it keeps for the next file, half a megabyte each, which would be made anew.
        static const herr_t keeps = H5set_free_list_limits(-1, -1, -1, -1, -1, -1);
        require(keeps >= 0);
        const detail::hdf5_id in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
        H5Pset_fapl_core(in_memory, 4096, false);
        return {H5Fcreate("fuzz", H5F_ACC_TRUNC, H5P_DEFAULT, in_memory), H5Fclose};
    }

    void add_array(recipe& r) {
        const char* const path = r.of(paths);
        const auto& shape = r.of(shapes);
        const int rank = r.next() % 4;
        const detail::hdf5_id opaque(H5Tcreate(H5T_OPAQUE, 1 + r.next() % 3), H5Tclose);
        const std::array<hid_t, 8> types{H5T_IEEE_F32LE, H5T_IEEE_F32LE, H5T_IEEE_F32LE, H5T_IEEE_F64LE,
                                         H5T_IEEE_F32BE, H5T_STD_I32LE,  opaque,         H5T_C_S1};
        const hid_t type = r.of(types);
        const detail::hdf5_id how(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
        const std::uint8_t layout = r.next();
        if (layout % 4 == 1 && rank > 0) {
            const std::array<hsize_t, 3> chunk{1 + layout / 4 % 4u, 2, 1};
            H5Pset_chunk(how, rank, chunk.data());
            if (layout / 16 % 4 == 3)
                H5Pset_deflate(how, 6);
            else
                H5Pset_shuffle(how);
        }
        if (layout % 4 == 2)
            H5Pset_external(how, "/dev/null", 0, H5F_UNLIMITED);
        const detail::hdf5_id space(H5Screate_simple(rank, shape.data(), nullptr), H5Sclose);
        const detail::hdf5_id made(H5Dcreate2(file_, path, type, space, links_, how, H5P_DEFAULT), H5Dclose);
        const std::vector<double> values(1024, r.next());
        if (made && layout % 4 != 2)
            H5Dwrite(made, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    }

    void add_texts(recipe& r, bool long_ones) {
        const detail::hdf5_id owner(H5Oopen(file_, r.of(paths), H5P_DEFAULT), H5Oclose);
        const char* const name = r.of(names);
        const hsize_t count = r.next() % 4;
        const detail::hdf5_id space(H5Screate_simple(1, &count, nullptr), H5Sclose), type(H5Tcopy(H5T_C_S1), H5Tclose);
        H5Tset_size(type, long_ones ? H5T_VARIABLE : 16);
        const detail::hdf5_id made(H5Acreate2(owner, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
        std::array<const char*, 4> pointers{};
        std::array<char, 64> characters{};
        for (std::size_t i = 0; i < count; ++i) {
            pointers[i] = r.of(texts);
            std::strncpy(characters.data() + 16 * i, pointers[i], 16);
        }
        if (made)
            H5Awrite(made, type, long_ones ? static_cast<const void*>(pointers.data()) : characters.data());
    }

    detail::quiet_hdf5 quiet_;
    detail::hdf5_id file_, links_;
};

/// A file with the texts that steps make.
std::string file_of(bytes steps) {
    kitchen k;
    for (recipe r{steps}; !r.rest.empty();)
        k.step(r);
    const std::vector<std::uint8_t> file = k.dish();
    return {file.begin(), file.end()};
}

std::string archive_of(std::string_view weights) {
    detail::zip_writer archive(true);
    archive.add("model.weights.h5", weights);
    return *std::move(archive).finish();
}

}

std::vector<std::string> seeds() {
    using namespace std::string_literals;
    // Arrays: 0, path, shape, rank, opaque, type, layout, value.
    const std::string keras3 = "\0\1\0\2\0\0\0\1"s + "\0\2\1\1\0\0\0\2"s + "\0\3\1\1\0\0\0\3"s + "\0\4\1\1\0\1\0\4"s +
                               "\0\5\1\1\0\0\5\5"s + "\0\6\1\1\0\4\0\6"s + "\0\7\1\2\0\0\0\7"s + "\0\x8\2\1\0\0\0\x8"s;
    const std::string keras2 = "\0\x0d\0\2\0\0\0\1"s + "\0\x0e\1\1\0\0\0\2"s + "\1\x0b\0\1\0"s + "\1\x0c\3\2\1\2"s;
    return {"\1" + keras3,
            "\1" + keras3 + keras2,
            "\1" + keras2,
            "\0"s + keras2,
            "\0"s + keras3 + "\2\x11\5\1\7"s,
            "\x9" + keras3,
            "\4" + archive_of("\x89HDF\r\n\x1a\n" + std::string(9000, 'a')),
            "\x10\x0c" + file_of(std::array<std::uint8_t, 7>{2, 17, 0, 3, 0, 1, 2})};
}

void read(bytes input) {
    recipe r{input};
    std::vector<std::uint8_t> file;
    const std::uint8_t how = r.next();
    if ((how & 4) != 0) {
        constexpr std::size_t room = 4096;
        std::vector<std::byte> inflated;
        heap_peak::forget();
        (void)detail::keras_weights(std::as_bytes(r.rest), room, inflated);
        require(heap_peak::bytes() <= 64 * 1024 + 16 * r.rest.size());
        return;
    }
    if ((how & 16) != 0) {
        const std::size_t header = 8 * r.next();
        heap_peak::forget();
        const auto found = detail::hdf5_texts(detail::text_of(std::as_bytes(r.rest))).of(header, "layer_names", 3);
        require(heap_peak::bytes() <= 1024 + 8 * r.rest.size());
        require(!found || found->size() == 3);
        return;
    }
    {
        kitchen k;
        for (int step = 0; step < 16 && !r.rest.empty(); ++step)
            k.step(r);
        file = k.dish();
    }
    if ((how & 8) != 0) {
        const std::string archive = archive_of(detail::text_of(std::as_bytes(std::span(file))));
        file.assign(archive.begin(), archive.end());
    }
    const load_options options{.names = {}, .strict = (how & 1) != 0, .rounds = (how & 2) != 0};
    auto net = random_net<net_type>();
    // HDF5 has buffers of its own.
    if (refused(net, 4 * 1024 * 1024,
                [&](net_type& n) { return load_keras(n, std::as_bytes(std::span(file)), options); }))
        return;
    require((how & 1) == 0 || !same_bits(net, random_net<net_type>()));
}

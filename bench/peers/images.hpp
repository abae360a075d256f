#pragma once
/// The peers for networks over images that were found when this was built (TRILOBITE_HAVE_...).

#include "image_networks.hpp"
#if defined(TRILOBITE_HAVE_LIBTORCH)
#include "torch_images.hpp"
#endif

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bench::peers {

struct lenet_peer {
    std::string name;
    std::function<std::unique_ptr<lenet_network>(purpose, const lenet_parameters&, const adam&)> make;
};

/// add(name, ways): where oneDNN has other ways than the direct one, on this processor, that one apart too, since it
/// does the same work as ours.
template <class Add>
void for_each_way_of_onednn([[maybe_unused]] Add add) {
#if defined(TRILOBITE_HAVE_ONEDNN_PRIMITIVES)
    add("oneDNN", ways::all);
    if (onednn_has_winograd())
        add("oneDNN direct", ways::direct);
#endif
}

/// For mini-batches of B.
template <std::size_t B>
std::vector<lenet_peer> lenet_peers() {
    std::vector<lenet_peer> all;
    for_each_way_of_onednn([&](const char* name, ways which) {
        all.push_back({name, [which](purpose why, const lenet_parameters& ours, const adam& rule) {
                           return onednn_lenet<B>(which, why, ours, rule);
                       }});
    });
#if defined(TRILOBITE_HAVE_LIBTORCH)
    all.push_back({"libtorch", [](purpose, const lenet_parameters& ours, const adam& rule) {
                       return std::make_unique<lenet_of_torch>(B, ours, rule);
                   }});
#endif
    return all;
}

}

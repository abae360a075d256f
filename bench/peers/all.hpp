#pragma once
/// The peers that were found when this was built (TRILOBITE_HAVE_...).

#include "mlp.hpp"
#include "plain.hpp"
#if defined(TRILOBITE_HAVE_EIGEN)
#include "eigen.hpp"
#endif
#if defined(TRILOBITE_HAVE_OPENBLAS)
#include "openblas.hpp"
#endif
#if defined(TRILOBITE_HAVE_ONEDNN)
#include "onednn.hpp"
#endif
#if defined(TRILOBITE_HAVE_LIBTORCH)
#include "torch.hpp"
#endif

namespace bench::peers {

template <class... Peers>
struct list {
    /// f(peer), peer by peer.
    template <class F>
    static void for_each([[maybe_unused]] F f) {
        (f(Peers{}), ...);
    }
    template <class... Others>
    friend list<Peers..., Others...> operator+(list, list<Others...>) {
        return {};
    }
};

using libraries = decltype(list<>{}
#if defined(TRILOBITE_HAVE_EIGEN)
                           + list<eigen>{}
#endif
#if defined(TRILOBITE_HAVE_OPENBLAS)
                           + list<openblas>{}
#endif
#if defined(TRILOBITE_HAVE_ONEDNN)
                           + list<onednn>{}
#endif
#if defined(TRILOBITE_HAVE_LIBTORCH)
                           + list<torch>{}
#endif
);
/// Where a network is so small that no library is needed.
using all = decltype(libraries{} + list<plain>{});

}

#pragma once
#include <trilobite/network/layer_call.hpp>
#include <trilobite/network/tape.hpp>

namespace trilobite {

/// Runs B samples through the layers, first to last: t.output() then holds what comes out.
/// x: B x input_shape.size(), a matrix_view<const T>, whose padding is unspecified but finite; or, for a chain whose first
/// layer takes them, sample rows.
template <class T, shape In, std::size_t First, class... Specs, bool Training, class X, std::size_t B>
TRILOBITE_INLINE void forward(const basic_chain<T, In, First, Specs...>& layers, pass<Training> p, X x,
                              tape<basic_chain<T, In, First, Specs...>, B, Training>& t) {
    static_assert(X::rows == B && X::columns == In.size(), "trilobite: x is not as many samples as the tape holds");
    using chain_type = basic_chain<T, In, First, Specs...>;
    constexpr bool written_out = is_written_out<chain_type, B>;
    unroll<chain_type::depth>([&](auto i) TRILOBITE_INLINE_LAMBDA {
        if constexpr (!chain_type::joined[i]) {
            const auto in = [&] {
                if constexpr (i == 0)
                    return x;
                else
                    return std::as_const(t).template output<i - 1>();
            }();
            const auto out = t.template output<i>();
            const auto& layer = layers.template layer<i>();
            auto& memory = at<i>(t.memories);
            if constexpr (!chain_type::joined[i + 1]) {
                run_forward<written_out>(layer, p.enter(i), in, out, memory);
            } else {
                const typename chain_type::template name<i + 1>::finish_forward finish{};
                if constexpr (FinishesForward<typename chain_type::template layer_type<i>, pass<Training>, decltype(in),
                                              decltype(out), decltype(at<i>(t.memories)), decltype(finish)>) {
                    run_forward<written_out>(layer, p.enter(i), in, out, memory, finish);
                } else {
                    run_forward<written_out>(layer, p.enter(i), in, out, memory);
                    run_forward<written_out>(layers.template layer<i + 1>(), p.enter(i + 1), out, out,
                                             at<i + 1>(t.memories));
                }
            }
        }
    });
}

}

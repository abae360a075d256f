#pragma once
#include <trilobite/network/layer_call.hpp>
#include <trilobite/network/tape.hpp>

namespace trilobite {

namespace detail {

/// Runs samples through the layers Begin, ..., End - 1. record: a tape or a piece of one.
template <std::size_t Begin, std::size_t End, bool WrittenOut, class Chain, bool Training, class X, class Record>
TRILOBITE_INLINE void forward_layers(const Chain& layers, pass<Training> p, X x, Record& record) {
    unroll<End - Begin>([&](auto place) TRILOBITE_INLINE_LAMBDA {
        constexpr std::size_t i = Begin + place;
        if constexpr (!Chain::joined[i]) {
            const auto in = [&] {
                if constexpr (i == 0)
                    return x;
                else
                    return std::as_const(record).template output<i - 1>();
            }();
            const auto out = record.template output<i>();
            const auto& layer = layers.template layer<i>();
            auto& memory = record.template memory<i>();
            if constexpr (!Chain::joined[i + 1]) {
                run_forward<WrittenOut>(layer, p.enter(i), in, out, memory);
            } else {
                const typename Chain::template name<i + 1>::finish_forward finish{};
                if constexpr (FinishesForward<typename Chain::template layer_type<i>, pass<Training>, decltype(in),
                                              decltype(out), decltype(memory), decltype(finish)>) {
                    run_forward<WrittenOut>(layer, p.enter(i), in, out, memory, finish);
                } else {
                    run_forward<WrittenOut>(layer, p.enter(i), in, out, memory);
                    run_forward<WrittenOut>(layers.template layer<i + 1>(), p.enter(i + 1), out, out,
                                            record.template memory<i + 1>());
                }
            }
        }
    });
}

}

/// Runs B samples through the layers, first to last: t.output() then holds what comes out.
/// x: B x input_shape.size(), a matrix_view<const T>, whose padding is unspecified but finite; or, for a chain whose
/// first layer takes them, sample rows.
template <class T, shape In, std::size_t First, class... Specs, bool Training, class X, std::size_t B, bool Staged>
TRILOBITE_INLINE void forward(const basic_chain<T, In, First, Specs...>& layers, pass<Training> p, X x,
                              tape<basic_chain<T, In, First, Specs...>, B, Training, Staged>& t) {
    static_assert(X::rows == B && X::columns == In.size(), "trilobite: x is not as many samples as the tape holds");
    using chain_type = basic_chain<T, In, First, Specs...>;
    using parts = stages<chain_type, B, Staged>;
    constexpr bool written_out = is_written_out<chain_type, B>;
    if constexpr (parts::early != 0)
        for (std::size_t i = 0; i < B / parts::piece; ++i) {
            const std::size_t begin = i * parts::piece;
            tape_piece<std::remove_reference_t<decltype(t)>> piece{t, i};
            detail::forward_layers<0, parts::early, written_out>(layers, p.part(begin, parts::piece),
                                                                 rows_from<parts::piece>(x, begin), piece);
        }
    detail::forward_layers<parts::early, chain_type::depth, written_out>(layers, p, x, t);
}

}

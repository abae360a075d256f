#pragma once
/// Where some samples stand in the mini-batch over which their gradients are added up.

namespace trilobite {

/// One of several pieces, or of an unknown number of them.
struct batch_piece {
    bool is_first;
    bool is_last;

    static constexpr batch_piece of(bool is_first, bool is_last) { return {is_first, is_last}; }
};

/// All of it in one piece, which is less code: of what is done with a sum only one case is left.
struct whole_batch {
    static constexpr bool is_first = true, is_last = true;

    static constexpr whole_batch of(bool, bool) { return {}; }
};

/// A piece of a piece: the first of it, the last, or neither.
template <class Piece>
constexpr batch_piece piece_within(Piece outer, bool is_first, bool is_last) {
    return {outer.is_first && is_first, outer.is_last && is_last};
}

}

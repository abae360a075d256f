#pragma once
/// What a history leaves to its reader: whether there were validation data.

#include <trilobite/training/history.hpp>

namespace trilobite {

/// Without validation data both stay zero; with some, a network that gets none right costs something.
template <class T>
bool measured(const metrics<T>& m) {
    return m.cost != 0 || m.accuracy != 0;
}

}

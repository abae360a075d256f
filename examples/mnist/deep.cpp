#include "networks.hpp"
#include "study.hpp"

using deep = network<input<784>, dense<64>, relu, batch_norm<>, dense<64>, relu, batch_norm<>, dense<64>, relu,
                     batch_norm<>, dropout<0.2>, dense<10>, softmax>;

// Batch normalisation scales and shifts what it has normalised by values that it learns; the means and variances that
// it keeps for later are counted too, but not trained.
static_assert(deep::parameter_count == 59'978);
static_assert(deep::trained_parameter_count == 59'594);

int study_deep(const options& chosen, const data::digits& digits) {
    return study<deep, 128>("Adam", cross_entropy{}, adam{}, 20, chosen, digits);
}

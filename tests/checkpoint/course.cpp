#include "course.hpp"

namespace course {

void run::go(checkpoint_file& checkpoint, watcher watch, const fit_options& chosen, bool two) {
    const points data;
    early_stopping stop(net, {.patience = 4});
    reduce_on_plateau reduce{.factor = 0.5f, .patience = 0};
    // The checkpoint comes first, and is written last all the same.
    const auto train = [&]<std::size_t Threads>(index_constant<Threads>) {
        past = fit<batch, Threads>(net, state, quadratic{}, optimizer(), data.view(), data.validation(), chosen,
                                   checkpoint, watch, stop, reduce);
    };
    two ? train(index_constant<2>{}) : train(index_constant<1>{});
    best_epoch = stop.best_epoch();
}

const run& uninterrupted() {
    static const run whole = [] {
        checkpoint_file none("");
        run r;
        r.go(none);
        return r;
    }();
    return whole;
}

}

#pragma once
#include <cstdint>

namespace trilobite {

/// An optimizer whose learning rate is multiplied by a function of the step: scheduled{sgd{0.1f}, step_decay{0.5f, 1000}}.
/// schedule(t) is the factor of the step t = 0, 1, ...; a step is a mini-batch (training/optimizers/schedules.hpp).
template <class Optimizer, class Schedule>
struct scheduled : Optimizer {
    Schedule schedule;

    template <class Net>
    struct state : Optimizer::template state<Net> {
        std::uint64_t step = 0;
    };

    template <class Net>
    auto begin_step(state<Net>& s) const {
        Optimizer now = *this;
        now.learning_rate *= schedule(s.step++);
        return now.template begin_step<Net>(s);
    }
};
template <class Optimizer, class Schedule>
scheduled(Optimizer, Schedule) -> scheduled<Optimizer, Schedule>;

}

#pragma once
#include <trilobite/training/optimizers/learning_rate.hpp>

#include <cstdint>
#include <tuple>
#include <type_traits>

namespace trilobite {

/// An optimizer whose learning rate is multiplied by a function of the step: scheduled{sgd{0.1f}, step_decay{0.5f,
/// 1000}}. schedule(t) is the factor of the step t = 0, 1, ...; a step is a mini-batch
/// (training/optimizers/schedules.hpp).
template <class Optimizer, class Schedule>
struct scheduled : Optimizer {
    static_assert(std::is_invocable_r_v<float, const Schedule&, std::uint64_t>,
                  "trilobite: a schedule is a function of the step: scheduled{sgd{0.1f}, step_decay{0.5f, 1000}}");
    Schedule schedule;

    constexpr auto kept() { return std::tuple_cat(Optimizer::kept(), std::tie(schedule)); }

    template <class Net>
    struct state : Optimizer::template state<Net> {
        std::uint64_t step = 0;
        float rate = 0; ///< of the last step

        constexpr auto kept() { return std::tuple_cat(Optimizer::template state<Net>::kept(), std::tie(step, rate)); }
    };

    template <class Net>
    constexpr auto begin_step(state<Net>& s) const {
        Optimizer now = *this;
        now.learning_rate *= schedule(s.step++);
        const auto next = now.template begin_step<Net>(s);
        s.rate = learning_rate_of<float>(now, static_cast<const typename Optimizer::template state<Net>&>(s));
        return next;
    }
};
template <class Optimizer, class Schedule>
scheduled(Optimizer, Schedule) -> scheduled<Optimizer, Schedule>;

}

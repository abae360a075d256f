// Nothing is forgotten: what optimizers, their states and schedules give a checkpoint to keep is all that they are made
// of.
#include <trilobite/checkpoint/kept.hpp>
#include <trilobite/trilobite.hpp>

#include <cstddef>
#include <tuple>

using namespace trilobite;

namespace {

using net_type = network<input<3>, dense<2>>;

template <class... Parts>
constexpr std::size_t sum_of_sizes(std::type_identity<std::tuple<Parts&...>>) {
    return (sizeof(Parts) + ... + 0);
}

/// Whether the parts of X that are kept leave no room for others, an empty struct's one byte and alignment aside.
template <class X>
constexpr bool is_kept = sizeof(X) - sum_of_sizes(std::type_identity<decltype(std::declval<X&>().kept())>{}) <
                         alignof(X) + (std::is_empty_v<X> ? 1 : 0);

template <class Optimizer>
constexpr bool all_is_kept = is_kept<Optimizer> && is_kept<typename Optimizer::template state<net_type>>;

struct forgetful : adam {
    double other = 0;
};
static_assert(!is_kept<forgetful>);

static_assert(all_is_kept<sgd> && all_is_kept<momentum> && all_is_kept<nesterov> && all_is_kept<adagrad>);
static_assert(all_is_kept<adadelta> && all_is_kept<rmsprop> && all_is_kept<adam> && all_is_kept<adamw>);
static_assert(all_is_kept<clip_by_value<adam>> && all_is_kept<scheduled<sgd, step_decay>>);
static_assert(all_is_kept<scheduled<clip_by_value<adam>, cosine_decay>>);
// The norm is of one step.
static_assert(is_kept<clip_by_norm<adam>> && !is_kept<clip_by_norm<sgd>::state<net_type>>);

static_assert(is_kept<step_decay> && is_kept<exponential_decay> && is_kept<inverse_time_decay>);
static_assert(is_kept<cosine_decay> && is_kept<warm_up<step_decay>>);

}

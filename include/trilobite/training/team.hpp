#pragma once
/// An epoch of training by several threads.
///
/// A mini-batch is worked through in pieces, one for each thread at a time. A thread takes its piece forward, and the
/// gradient back as far as the outputs of the layers, in memory on its own stack. Then all meet, and each makes the
/// gradient of its share of the *parameters*, over everybody's pieces in the order of the samples, and lets these
/// parameters take their step. So no sum is ever split: any number of threads trains the bits of a single one.

#include <trilobite/core/batch_piece.hpp>
#include <trilobite/core/sample_rows.hpp>
#include <trilobite/training/crew.hpp>
#include <trilobite/training/placed.hpp>
#include <trilobite/training/train_epoch.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>

namespace trilobite {

namespace detail {

/// A piece of a mini-batch on its way, and what all threads need of it for the step.
template <class Net, class Cost, std::size_t B, bool InPlace>
struct piece {
    using T = typename Net::value_type;
    static constexpr from start = cost_start<Net, Cost>;

    working_memory<Net, B, true, InPlace, true> memory;
    training_pass p;        ///< p.rows == 0: nothing is left for this piece
    std::array<T, B> costs; ///< of each sample
    std::size_t correct;    ///< how many of them are right

    template <class Samples>
    void forward_and_back(const Net& net, const Cost& cost, std::size_t batch_rows, const Samples& samples,
                          std::size_t next) {
        memory.fill(p.first_row, p.rows, samples, next);
        forward(net, p, memory.inputs(), memory.record);
        for (std::size_t row = 0; row < p.rows; ++row)
            costs[row] = cost.sum(rows_from<1>(memory.outputs(), row), rows_from<1>(memory.targets(), row), 1, T{0});
        correct = count_correct(memory.outputs(), memory.targets(), p.rows);
        cost_gradient<Net>(cost, p, batch_rows, memory, memory.room.output_delta());
        backward_to_deltas<start>(static_cast<const typename Net::chain_type&>(net), p, memory.inputs(), memory.record,
                                  memory.room.output_delta(), memory.room.inner);
    }
    template <class Descent>
    void step(const Net& net, Descent& descent) {
        backward_to_parameters<start>(static_cast<const typename Net::chain_type&>(net), p, memory.inputs(),
                                      memory.record, memory.room.output_delta(), memory.room.inner, descent);
    }
};

/// The samples of a mini-batch of Batch that one of so many threads works through at once.
template <class Net, class Cost, std::size_t Batch, std::size_t StackBudget, bool InPlace>
consteval std::size_t piece_rows() {
    constexpr std::size_t bytes = sizeof(piece<Net, Cost, Batch, InPlace>);
    if constexpr (bytes <= StackBudget || Batch == 1)
        return micro_batch_fits<Batch, bytes, StackBudget>::value;
    else
        return piece_rows<Net, Cost, (Batch + 1) / 2, StackBudget, InPlace>();
}

/// What the threads share.
template <std::size_t Threads, std::size_t B, std::size_t StackBudget, class Net, class Cost, class Optimizer,
          class Data>
class team;

#if TRILOBITE_HAS_THREADS

template <std::size_t Threads, std::size_t B, std::size_t StackBudget, class Net, class Cost, class Optimizer,
          class Data>
class team {
public:
    using T = typename Net::value_type;

    team(Net& net, const Cost& cost, const Optimizer& optimizer, training_state<Net, Optimizer>& state,
         std::size_t batch, const Data& data, const totals<T>& begun)
        : net_(net), cost_(cost), optimizer_(optimizer), state_(state), batch_(batch), data_(data),
          order_(order_of_epoch(state.seed, state.epochs = this_epoch(state, begun), data.template size<Net>())),
          begin_(begun.samples), first_step_(state.steps), sums_(begun) {}
    team(const team&) = delete;
    team& operator=(const team&) = delete;
    /// What pieces have left of their gradients is for nobody else.
    ~team() {
        for_each_matrix([](auto& m) { std::fill(m.flat().begin(), m.flat().end(), T{0}); }, state_.gradient);
    }

    /// The epoch. on_batch(totals so far, mini-batches so far) is called by this thread and stops it by returning
    /// false.
    template <class OnBatch>
    totals<T> run(crew<Threads>& threads, OnBatch&& on_batch) {
        threads.run([&](std::size_t thread) {
            if (thread == 0)
                work(thread, on_batch);
            else
                work(thread, [](const auto&...) { return true; });
        });
        return sums_;
    }

private:
    /// Lets the others know that there is no next mini-batch, should a callback of the first thread throw.
    struct dismissal {
        team& t;
        bool others_go_on;
        ~dismissal() {
            if (others_go_on)
                t.dismiss();
        }
    };

    template <class OnBatch>
    void work(std::size_t thread, OnBatch&& on_batch) {
        const bool leads = thread == 0;
        placed<piece_type, StackBudget> place_of_piece;
        piece_type& own = *place_of_piece;
        pieces_[thread] = &own;
        const std::size_t samples = data_.template size<Net>();
        for (std::size_t first = begin_; first < samples; first += batch_) {
            const std::size_t rows = std::min(batch_, samples - first);
            const range batch{data_, order_, first, samples - first};
            own.p = {.seed = state_.seed, .step = first_step_ + (first - begin_) / batch_};
            totals<T> sums{.samples = rows};
            for (std::size_t begin = 0; begin < rows; begin += Threads * B) {
                own.p.first_row = std::min(begin + thread * B, rows);
                own.p.rows = std::min(B, rows - own.p.first_row);
                if (own.p.rows != 0)
                    own.forward_and_back(net_, cost_, rows, batch, own.p.first_row + Threads * B);
                if (leads && begin == 0) {
                    rule_.emplace(with_penalty(cost_, optimizer_.begin_step(state_.optimizer)));
                    if constexpr (has_penalties<Net, Cost>)
                        sums.cost = static_cast<T>(rows) * penalty_of(net_, cost_);
                }
                meeting_.meet();
                if (stopped_)
                    return;
                step(share{thread, Threads}, begin, rows);
                if (leads)
                    add_costs(sums);
                meeting_.meet();
            }
            if (leads) {
                ++state_.steps;
                sums_.add(sums.cost, sums.correct, rows);
                const bool last = first + batch_ >= samples;
                dismissal others{*this, !last};
                const bool goes_on = on_batch(sums_, first / batch_ + 1);
                others.others_go_on = !goes_on && !last;
                if (!goes_on)
                    return;
            }
        }
    }

    /// The parameters of this share take their step, from the pieces that begin at row `begin` of the mini-batch.
    void step(share own, std::size_t begin, std::size_t rows) {
        for (std::size_t i = 0; i < Threads && pieces_[i]->p.rows != 0; ++i) {
            const batch_piece place{begin + i == 0, begin + (i + 1) * B >= rows};
            auto descent = descent_of(net_, state_, *rule_, place, own);
            pieces_[i]->step(net_, descent);
        }
    }

    void add_costs(totals<T>& sums) const {
        for (const piece_type* each : pieces_) {
            if (each->p.rows == 0)
                return;
            sums.cost = std::accumulate(each->costs.begin(), each->costs.begin() + each->p.rows, sums.cost);
            sums.correct += each->correct;
        }
    }

    void dismiss() {
        stopped_ = true;
        meeting_.meet();
    }

    using piece_type = piece<Net, Cost, B, reads_in_place<Net, Data>>;
    using range = sample_range<Net, Data, const permutation&>;
    using rule_type = decltype(with_penalty(
        std::declval<const Cost&>(),
        std::declval<const Optimizer&>().begin_step(std::declval<typename Optimizer::template state<Net>&>())));

    Net& net_;
    const Cost& cost_;
    const Optimizer& optimizer_;
    training_state<Net, Optimizer>& state_;
    const std::size_t batch_;
    const Data& data_;
    const permutation order_;
    const std::size_t begin_; ///< the first sample, in this order, that is still to be trained on
    const std::uint64_t first_step_;

    barrier meeting_{Threads};
    std::array<piece_type*, Threads> pieces_{};
    // Written by the first thread between two meetings, read by the others after the second.
    std::optional<rule_type> rule_;
    bool stopped_ = false;
    totals<T> sums_; // the first thread's own
};

#endif

}

}

// The trilobite on the cost curve.
//
// Learning, in chapter 8 of "Deep Learning Illustrated", is a blind trilobite on the sea floor. It cannot see the
// valley, but it feels the slope under its feet: it takes a step downhill, feels again, and steps again. Where it
// stands is the value of a parameter, how high it stands is the cost, and how far it steps for a given slope is the
// learning rate.
//
//     p  <-  p - rate * dC/dp
//
// Four excursions: one parameter; the learning rate; two parameters, which is a network already; and a valley that is
// not the deepest one.

#include <trilobite/trilobite.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

using namespace trilobite;

bool all_as_expected = true;

void expect(bool condition, const char* what) {
    if (!condition)
        std::printf("NOT AS EXPECTED: %s\n", what);
    all_as_expected = all_as_expected && condition;
}

// Squared paper: characters at the places of a rectangle of the plane, x from left to right and y from the bottom up.
struct paper {
    double left, right, bottom, top;
    std::size_t width = 64, height = 17;
    std::vector<std::string> lines = std::vector<std::string>(height, std::string(width, ' '));

    double x_of(std::size_t column) const {
        return left + (right - left) * static_cast<double>(column) / static_cast<double>(width - 1);
    }
    double y_of(std::size_t line) const {
        return top - (top - bottom) * static_cast<double>(line) / static_cast<double>(height - 1);
    }
    void mark(double x, double y, char c) {
        const double column = (x - left) / (right - left) * static_cast<double>(width - 1);
        const double line = (top - y) / (top - bottom) * static_cast<double>(height - 1);
        if (column >= -0.5 && line >= -0.5 && column < static_cast<double>(width) - 0.5 &&
            line < static_cast<double>(height) - 0.5)
            lines[static_cast<std::size_t>(line + 0.5)][static_cast<std::size_t>(column + 0.5)] = c;
    }
    template <class F>
    void curve(F f) {
        const int points = 1000;
        for (int i = 0; i <= points; ++i) {
            const double x = left + (right - left) * i / points;
            mark(x, f(x), '.');
        }
    }
    void print() const {
        for (const std::string& line : lines)
            std::printf("    |%s|\n", line.c_str());
    }
};

// All the places of a trilobite that starts at p: slope(p) is what it feels.
template <class Slope>
std::vector<double> descend(double p, double rate, int steps, Slope slope) {
    std::vector<double> path{p};
    for (int i = 0; i < steps; ++i)
        path.push_back(p -= rate * slope(p));
    return path;
}

void one_parameter() {
    std::printf("1. ONE PARAMETER: C = p^2, so the slope is 2 p. It starts at p = 1 with a learning rate of 0.1.\n\n");
    const auto path = descend(1, 0.1, 100, [](double p) { return 2 * p; });
    paper sheet{.left = -1.1, .right = 1.1, .bottom = 0, .top = 1.1};
    sheet.curve([](double p) { return p * p; });
    for (std::size_t i = 0; i < path.size(); ++i)
        sheet.mark(path[i], path[i] * path[i], i < 10 ? static_cast<char>('0' + i) : 'o');
    sheet.print();
    std::printf(
        "\nThe digits are its first ten steps, o the rest. Its steps grow shorter as the ground gets flatter, though\n"
        "the rate stays the same; at the bottom, where there is no slope, it would not move at all.\n\n");
    expect(descend(0, 0.1, 10, [](double p) { return 2 * p; }).back() == 0, "no slope, no step");
}

void learning_rates() {
    std::printf("2. THE LEARNING RATE. The same start with four rates: p after so many steps.\n\n"
                "     rate          1          2          5         10        100\n");
    const auto last = [](double rate) {
        const auto path = descend(1, rate, 100, [](double p) { return 2 * p; });
        std::printf("   %6.2f", rate);
        for (const std::size_t step : {1u, 2u, 5u, 10u, 100u})
            std::printf("  %9.3g", path[step]);
        std::printf("\n");
        return path.back();
    };
    expect(std::abs(last(0.01) - 0.132620) < 1e-6, "0.01 is slow");
    expect(std::abs(last(0.1) - 2.04e-10) < 0.01e-10, "0.1 arrives");
    expect(std::abs(last(1.0) - 1) < 1e-12, "1.0 goes to and fro");
    expect(last(1.1) > 1e7, "1.1 diverges");
    std::printf(
        "\nToo small, and it is still on its way after 100 steps. At 1.0 it steps across the valley, to the same\n"
        "height on the other side, for ever. Above that, every step ends higher than it began.\n\n");
}

// Two parameters: y = w x + b, a network of one neuron, and a cost that is the mean over samples that lie on the line
// y = 2 x - 1. The sea floor is now a landscape over w and b.
using line = network<input<1>, dense<1>>;
static_assert(line::parameter_count == 2);

struct place {
    double w, b;
};

template <class Data>
std::vector<place> fit_line(const Data& data, float rate) {
    line net{};
    net.layer<0>().weights(0, 0) = -1;
    net.layer<0>().bias(0, 0) = 1.5f;
    const auto here = [](const line& at) {
        const auto& neuron = at.template layer<0>();
        return place{static_cast<double>(neuron.weights(0, 0)), static_cast<double>(neuron.bias(0, 0))};
    };
    std::vector<place> path{here(net)};
    // Mini-batches of 16 samples, of which there are 16: an epoch is one step with the slope of the whole cost.
    fit<16>(net, quadratic{}, sgd{rate}, data, no_validation{}, {.epochs = 60},
            on_epoch([&](const auto& report) { path.push_back(here(report.net)); }));
    return path;
}

void two_parameters() {
    std::array<float, 16> x{}, y{};
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = (static_cast<float>(i) - 7.5f) / 7.5f;
        y[i] = 2 * x[i] - 1;
    }
    const data_view samples{x, y};

    std::printf(
        "3. TWO PARAMETERS: the slope w and the intercept b of a line through 16 points of y = 2 x - 1, found by a\n"
        "network of one neuron. From above, w from left to right and b from the bottom up; the darker, the "
        "higher:\n\n");
    const auto path = fit_line(samples, 0.2f);
    paper sheet{.left = -2, .right = 4, .bottom = -3, .top = 2};
    for (std::size_t row = 0; row < sheet.height; ++row)
        for (std::size_t column = 0; column < sheet.width; ++column) {
            line net{};
            net.layer<0>().weights(0, 0) = static_cast<float>(sheet.x_of(column));
            net.layer<0>().bias(0, 0) = static_cast<float>(sheet.y_of(row));
            const double cost = static_cast<double>(evaluate(net, quadratic{}, samples).cost);
            sheet.lines[row][column] = " .:-=+*%@"[cost < 0.5 ? 0 : cost < 8 ? static_cast<int>(cost) + 1 : 8];
        }
    for (std::size_t i = path.size(); i-- > 0;)
        sheet.mark(path[i].w, path[i].b, i < 10 ? static_cast<char>('0' + i) : 'o');
    sheet.print();

    std::printf(
        "\nIt does not walk straight to the lowest point, but always where the ground falls most steeply: down in b\n"
        "first, along the valley in w after that. After 60 steps, with three learning rates:\n\n"
        "     rate            w            b\n");
    const auto last = [&](float rate) {
        const place end = fit_line(samples, rate).back();
        std::printf("   %6.2f   %10.5g   %10.5g   %s\n", static_cast<double>(rate), end.w, end.b,
                    std::abs(end.b) > 10        ? "too large: it has left the landscape"
                    : std::abs(end.w - 2) > 0.1 ? "too small: it is still on its way"
                                                : "right");
        return end;
    };
    const place slow = last(0.01f), good = last(0.2f), far = last(1.05f);
    expect(slow.w < 1.9, "0.01 is slow");
    expect(std::abs(good.w - 2) < 0.01 && std::abs(good.b + 1) < 0.01, "0.2 finds w = 2, b = -1");
    expect(std::abs(far.b) > 100, "1.05 diverges");
}

// A cost with two valleys, as a mean over 32 samples: C_i = (p^2 - 1)^2 + 0.8 p + 1 + n_i p. The samples disagree by
// n_i on which way is down, but the n_i add up to zero, so their mean has a valley at p = 0.88 and a deeper one at
// p = -1.09.
struct double_well {
    static constexpr std::size_t samples = 32;

    static double cost(double p) { return (p * p - 1) * (p * p - 1) + 0.8 * p + 1; }
    static double slope(double p) { return 4 * p * (p * p - 1) + 0.8; }
    static double disagreement(std::size_t i) { return 8 * (static_cast<double>(i) - 15.5) / 15.5; }
};

// The last place after so many epochs over the samples in mini-batches, in an order that is shuffled for each epoch.
double descend_by_batches(double p, double rate, std::size_t batch, std::size_t epochs, std::size_t& escaped) {
    escaped = 0;
    for (std::size_t epoch = 1; epoch <= epochs; ++epoch) {
        const permutation order(random_key::from_seed(1).derive(epoch), double_well::samples);
        for (std::size_t first = 0; first < double_well::samples; first += batch) {
            double slope = 0;
            for (std::size_t i = first; i < first + batch; ++i)
                slope += double_well::slope(p) + double_well::disagreement(static_cast<std::size_t>(order(i)));
            p -= rate * slope / static_cast<double>(batch);
        }
        if (p < 0 && escaped == 0)
            escaped = epoch;
    }
    return p;
}

void local_minimum() {
    std::printf(
        "\n4. THE WRONG VALLEY. A cost with two minima; the trilobite, S, starts on the right and cannot know that\n"
        "it is lower on the left.\n\n");
    paper sheet{.left = -1.8, .right = 1.8, .bottom = 0, .top = 5};
    sheet.curve(double_well::cost);
    sheet.mark(1.6, double_well::cost(1.6), 'S');
    sheet.print();

    struct {
        const char* name;
        double rate;
        std::size_t batch;
        bool should_escape;
    } const walks[] = {
        {"all 32 samples, rate 0.05", 0.05, 32, false},
        {"all 32 samples, rate 0.16", 0.16, 32, true},
        {"mini-batches of 2, rate 0.05", 0.05, 2, true},
    };
    std::printf("\n   each step with              ends, after 400 epochs, at\n");
    for (const auto& walk : walks) {
        std::size_t escaped = 0;
        const double end = descend_by_batches(1.6, walk.rate, walk.batch, 400, escaped);
        std::printf("   %-28s  p = %5.2f, C = %.2f", walk.name, end, double_well::cost(end));
        if (escaped != 0)
            std::printf(": over the hill in epoch %zu\n", escaped);
        else
            std::printf(": never left the first valley\n");
        expect((end < 0) == walk.should_escape, walk.name);
    }
    std::printf(
        "\nThe slope of the whole cost leads to the bottom of the first valley and holds it there. A step so long\n"
        "that the valley is narrower steps over it, which is luck. A mini-batch knows the slope only roughly: its\n"
        "steps tremble, and some day they carry the trilobite over the hill. Back is harder, for the other side of\n"
        "the hill is higher: noise prefers deep valleys.\n");
}

int main() {
    one_parameter();
    learning_rates();
    two_parameters();
    local_minimum();
    return all_as_expected ? 0 : 1;
}

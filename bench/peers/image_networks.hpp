#pragma once
/// LeNet and the products of a convolution by libraries, behind interfaces without the libraries' headers.

#include "mlp.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace bench::peers {

/// A layer's parameters as ours stand: a row of weights for each value in the window (its rows, columns, channels) or
/// for each input, a column for each output.
struct layer_parameters {
    std::vector<float> weights, bias;
};
/// Of 32 filters of 3 x 3 with relu, 64 with relu, then maxima of 2 x 2, 128 units with relu, and 10 with softmax.
using lenet_parameters = std::array<layer_parameters, 4>;

/// LeNet for mini-batches of one size, of images of 28 x 28.
class lenet_network {
public:
    virtual ~lenet_network() = default;

    /// x: samples one after the other; what they give likewise.
    virtual const float* predict(const float* x) = 0;
    virtual void train_step(const float* x, const std::uint8_t* labels) = 0;
    virtual lenet_parameters parameters() const = 0;

    const sums& totals() const { return sums_; }

protected:
    sums sums_;
};

enum class purpose { prediction, training };

/// How oneDNN may convolve: directly, or also by Winograd's algorithm, whose tiles of 4 x 4 places take a quarter of
/// the multiplications and round more.
enum class ways { direct, all };
bool onednn_has_winograd();

/// The fastest of the ways, found by trying. B: 1 or 32.
template <std::size_t B>
std::unique_ptr<lenet_network> onednn_lenet(ways, purpose, const lenet_parameters&, const adam&);

/// Filters of window x window over images of height x width x channels, one place apart.
struct convolution_sizes {
    std::size_t images, height, width, channels, filters, window;
};
/// As ours stand.
struct convolution_values {
    const float *x, *weights, *bias, *dy;
};
enum class product { forward, backward_parameters, backward_input };

struct runnable_product {
    std::function<void()> run;
    std::function<std::vector<float>()> result; ///< y, the gradient of the weights, or dx, as ours stand
};
runnable_product onednn_convolution(ways, product, const convolution_sizes&, const convolution_values&);

}

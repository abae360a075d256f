// What each layer of the book's networks over images makes of them, and how many parameters they have.
#include "book_networks.hpp"

using namespace book;

static_assert(lenet::shapes[1] == shape{26, 26, 32} && lenet::shapes[3] == shape{24, 24, 64});
static_assert(lenet::shapes[5] == shape{12, 12, 64} && lenet::shapes[7] == shape{9216});
static_assert(lenet::parameter_count == 1'199'882);

static_assert(alexnet::shapes[1] == shape{54, 54, 96} && alexnet::shapes[3] == shape{26, 26, 96});
static_assert(alexnet::shapes[5] == shape{22, 22, 256} && alexnet::shapes[7] == shape{10, 10, 256});
static_assert(alexnet::shapes[9] == shape{8, 8, 256} && alexnet::shapes[11] == shape{6, 6, 384});
static_assert(alexnet::shapes[13] == shape{4, 4, 384} && alexnet::shapes[15] == shape{1, 1, 384});
static_assert(alexnet::parameter_count == 21'883'153 && alexnet::trained_parameter_count == 21'881'681);

static_assert(vgg::parameter_count == 33'672'785 && vgg::trained_parameter_count == 33'669'841);

static_assert(discriminator::shapes[1] == shape{14, 14, 64} && discriminator::shapes[4] == shape{7, 7, 128});
static_assert(discriminator::shapes[7] == shape{4, 4, 256} && discriminator::shapes[13] == shape{8192});
static_assert(discriminator::parameter_count == 4'311'553);

static_assert(generator::shapes[6] == shape{14, 14, 64} && generator::shapes[10] == shape{28, 28, 32});
static_assert(generator::output_shape == shape{28, 28, 1});
static_assert(generator::parameter_count == 183'713 && generator::trained_parameter_count == 177'329);
